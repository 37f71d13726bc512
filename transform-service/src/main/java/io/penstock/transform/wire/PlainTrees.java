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
import io.penstock.schemas.Json;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.Words;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Values of any form, each read into the tree that the contract's serdes would make of it.
 *
 * @throws NotPlain by every method, if it is written otherwise
 */
public record PlainTrees(Words words) {
    private static final int DEEPEST = 50;

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
