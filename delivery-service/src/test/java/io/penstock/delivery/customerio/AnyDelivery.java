package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.PositionV1;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Deliveries of every shape, most of them ordinary, by seed. */
public final class AnyDelivery {
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
        "x".repeat(1001),
        "é".repeat(600),
        "null"
    };
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private final Random random;

    public AnyDelivery(long seed) {
        this.random = new Random(seed);
    }

    public DeliveryV1 next() {
        DeliveryV1.Kind[] kinds = DeliveryV1.Kind.values();
        DeliveryV1.Kind kind = mostly(DeliveryV1.Kind.IDENTIFY, kinds[random.nextInt(kinds.length)]);
        return new DeliveryV1(
                "acme",
                mostly("01HZY3N1A00000000000000EV1", text()),
                kind,
                mostly("upgrade-likelihood", text()),
                random.nextInt(9),
                "emit",
                "customerio-prod",
                mostly("profile-1", null),
                mostly(new IdentifierV1(mostly("customerio_id", "anonymous_id"), mostly("usr_1", text())), null),
                mostly(null, new IdentifierV1("email", text())),
                mostly(null, new ObjectRefV1("1", text())),
                random.nextBoolean() ? List.of() : List.of(new IdentifierV1("email", text())),
                mostly("upgraded", text()),
                mostly(object(2), null),
                mostly(List.of(), List.of("gone")),
                time(),
                mostly("record", null),
                mostly("row", text()),
                mostly(new PositionV1("main.ml.scores", 7, -1, mostly(null, time())), null));
    }

    private Instant time() {
        return Instant.ofEpochSecond(1773532800, random.nextInt(3) * 125_000_000L);
    }

    /** Any text, plain or not. */
    public String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(mostly("a" + i, random.nextBoolean() ? "plně \"řečeno\"" : ""), value(depth));
        }
        return object;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextLong());
            case 3 -> JSON.numberNode(new BigDecimal("0.610"));
            case 4 -> JSON.numberNode(new BigDecimal("1E+30"));
            case 5, 6 -> JSON.textNode(text());
            case 7 -> object(depth - 1);
            default -> JSON.arrayNode().add(value(depth - 1)).add(value(depth - 1));
        };
    }

    private <V> V mostly(V usual, V other) {
        return random.nextInt(8) > 0 ? usual : other;
    }

    /** The same bytes with a few of them changed, taken away or doubled. */
    public byte[] damaged(byte[] bytes) {
        StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, "{}[]\",:\\0e-.tn ".charAt(random.nextInt(15)));
                case 1 -> text.setCharAt(at, (char) random.nextInt(256));
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, text.charAt(at));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
