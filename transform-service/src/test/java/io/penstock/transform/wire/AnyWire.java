package io.penstock.transform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.PositionV1;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Parts of wire records of every shape, most of them ordinary, by seed. */
public final class AnyWire {
    private static final String[] TEXTS = {
        "",
        " ",
        "gold",
        "ada@example.org",
        "usr_1",
        "žluťoučký kůň",
        "😀",
        "say \"no\"",
        "back\\slash",
        "line\nbreak",
        "\u0001",
        "é".repeat(600),
        "null",
        "\u007f",
        "}"
    };
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "7",
        "2147483648",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "123456789012345678901",
        "0.10",
        "-0.5",
        "0.48999999999999994",
        "12345678901234567.5",
        "0.000000000000000000001",
        "1E+30",
        "1.5E-7",
        "-12.50",
        "123456789012345678.9",
        "0.0"
    };

    private final Random random;

    public AnyWire(long seed) {
        random = new Random(seed);
    }

    public int number(int below) {
        return random.nextInt(below);
    }

    /** Nearly always the first one. */
    public <T> T mostly(T usual, T other) {
        return random.nextInt(12) == 0 ? other : usual;
    }

    /** Any text, plain or not. */
    public String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    public Instant time() {
        return Instant.ofEpochSecond(1773532800, random.nextInt(4) * 125_000_001L);
    }

    public List<IdentifierV1> identifiers() {
        IdentifierV1 usual = new IdentifierV1("email", mostly("ada@example.org", text()));
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(usual);
            default -> List.of(usual, new IdentifierV1("customerio_id", mostly("usr_1", text())));
        };
    }

    public List<String> texts() {
        return random.nextInt(3) > 0 ? List.of() : List.of("one", mostly("two", text()));
    }

    public PositionV1 position() {
        return mostly(new PositionV1("main.ml.scores", 7, -1, random.nextBoolean() ? time() : null), null);
    }

    public ObjectNode object(int depth) {
        ObjectNode object = Json.wire().createObjectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
            object.set(mostly("a" + i, text().replace("😀", "☺")), value(depth)); // Jackson cannot read that name
        }
        return object;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> Json.wire().getNodeFactory().booleanNode(random.nextBoolean());
            case 1 -> Json.wire().getNodeFactory().nullNode();
            case 2, 3 -> Json.wire().getNodeFactory().textNode(mostly("gold", text()));
            case 4 -> number();
            case 5 -> object(depth - 1);
            default -> array(depth - 1);
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = Json.wire().createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(depth));
        }
        return array;
    }

    private JsonNode number() {
        String text = NUMBERS[random.nextInt(NUMBERS.length)];
        return text.matches("-?\\d+")
                ? Json.wire().getNodeFactory().numberNode(new BigInteger(text))
                : Json.wire().getNodeFactory().numberNode(new BigDecimal(text));
    }

    /** The bytes with some of them changed, left out or put in twice. */
    public byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            int at = random.nextInt(damaged.length);
            byte other = random.nextBoolean() ? bytes[random.nextInt(bytes.length)] : (byte) random.nextInt(256);
            damaged[at] = other;
        }
        return damaged;
    }
}
