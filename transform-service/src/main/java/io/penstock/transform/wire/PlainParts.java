package io.penstock.transform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Json;
import io.penstock.schemas.PositionV1;
import io.penstock.transform.plain.NotPlain;
import io.penstock.transform.plain.PlainJson;
import io.penstock.transform.plain.Words;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts that records of both stages have in common, each read as the contract's serdes read it.
 *
 * @throws NotPlain by every method, if it is written otherwise
 */
public record PlainParts(Words words) {
    private static final int DEEPEST = 50;
    private static final byte[] TYPE = PlainJson.ascii("{\"type\":");
    private static final byte[] VALUE = PlainJson.ascii(",\"value\":");
    private static final byte[] SOURCE = PlainJson.ascii("{\"source\":");
    private static final byte[] TABLE_VERSION = PlainJson.ascii(",\"table_version\":");
    private static final byte[] COMMIT_VERSION = PlainJson.ascii(",\"commit_version\":");
    private static final byte[] WATERMARK = PlainJson.ascii(",\"watermark\":");

    /** A list of identifiers. */
    public List<IdentifierV1> identifiers(PlainJson in) {
        in.expect('[');
        if (in.passes(']')) {
            return List.of();
        }
        List<IdentifierV1> found = new ArrayList<>(2);
        do {
            in.expect(TYPE);
            String type = in.text(words);
            in.expect(VALUE);
            found.add(new IdentifierV1(type, in.text()));
            in.expect('}');
        } while (in.passes(','));
        in.expect(']');
        return found;
    }

    /** A list of texts. */
    public List<String> texts(PlainJson in) {
        in.expect('[');
        if (in.passes(']')) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        do {
            found.add(in.text());
        } while (in.passes(','));
        in.expect(']');
        return found;
    }

    /** @throws DateTimeException if the watermark is no time */
    public PositionV1 position(PlainJson in) {
        in.expect(SOURCE);
        String source = in.text(words);
        in.expect(TABLE_VERSION);
        long tableVersion = in.number();
        in.expect(COMMIT_VERSION);
        long commitVersion = in.number();
        Instant watermark = in.passes(WATERMARK) ? InstantText.parse(in.text()) : null;
        in.expect('}');
        return new PositionV1(source, tableVersion, commitVersion, watermark);
    }

    /** An object as a tree. */
    public ObjectNode object(PlainJson in) {
        return object(in, DEEPEST);
    }

    private ObjectNode object(PlainJson in, int depth) {
        in.expect('{');
        ObjectNode object = Json.wire().createObjectNode();
        if (in.passes('}')) {
            return object;
        }
        do {
            String name = in.text(words);
            in.expect(':');
            object.set(name, node(in, depth - 1));
        } while (in.passes(','));
        in.expect('}');
        return object;
    }

    private ArrayNode array(PlainJson in, int depth) {
        in.expect('[');
        ArrayNode array = Json.wire().createArrayNode();
        if (in.passes(']')) {
            return array;
        }
        do {
            array.add(node(in, depth - 1));
        } while (in.passes(','));
        in.expect(']');
        return array;
    }

    private JsonNode node(PlainJson in, int depth) {
        if (depth == 0) {
            throw NotPlain.HERE;
        }
        return switch (in.next()) {
            case '"' -> TextNode.valueOf(in.text());
            case '{' -> object(in, depth);
            case '[' -> array(in, depth);
            case 't', 'f' -> BooleanNode.valueOf(in.bool());
            case 'n' -> {
                in.expectNull();
                yield NullNode.getInstance();
            }
            default -> number(in);
        };
    }

    private static JsonNode number(PlainJson in) {
        int from = in.position();
        BigDecimal number = in.decimal();
        if (!in.isWhole(from)) {
            return DecimalNode.valueOf(number);
        }
        BigInteger exact = number.toBigInteger();
        if (exact.bitLength() >= Long.SIZE) {
            return BigIntegerNode.valueOf(exact);
        }
        long whole = exact.longValue();
        return (int) whole == whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }
}
