package io.penstock.transform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** JSON trees as values and back. Numbers stay as written: {@code 9007199254740993} and {@code 0.10} come back so. */
public final class JsonValues {
    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

    private JsonValues() {}

    /** A JSON object as a struct; null is the empty one. */
    public static StructValue struct(ObjectNode object) {
        if (object == null) {
            return StructValue.EMPTY;
        }
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), value(entry.getValue())));
        return new StructValue(fields);
    }

    /** A struct as a JSON object. */
    public static ObjectNode object(StructValue struct) {
        ObjectNode object = NODES.objectNode();
        struct.fields().forEach((name, value) -> object.set(name, json(value)));
        return object;
    }

    private static Value value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> new Value.Num(number(node));
            case STRING -> new Value.Text(node.textValue());
            case BOOLEAN -> new Value.Bool(node.booleanValue());
            case OBJECT -> struct((ObjectNode) node);
            case ARRAY -> {
                List<Value> elements = new ArrayList<>();
                node.forEach(element -> elements.add(value(element)));
                yield new ListValue(elements);
            }
            case NULL, MISSING -> Value.NULL;
            case BINARY, POJO -> throw new IllegalArgumentException("JSON text has no " + node.getNodeType());
        };
    }

    /** A float that was put into a tree by hand has the digits a reader would see. */
    private static BigDecimal number(JsonNode node) {
        return node.isDouble() || node.isFloat() ? new BigDecimal(node.asText()) : node.decimalValue();
    }

    private static JsonNode json(Value value) {
        return switch (value) {
            case Value.Null ignored -> NODES.nullNode();
            case Value.Bool bool -> NODES.booleanNode(bool.value());
            case Value.Text text -> NODES.textNode(text.value());
            case Value.Num num -> number(num.value());
            case ListValue list -> {
                ArrayNode array = NODES.arrayNode();
                list.elements().forEach(element -> array.add(json(element)));
                yield array;
            }
            case StructValue struct -> object(struct);
        };
    }

    private static JsonNode number(BigDecimal number) {
        return number.scale() == 0 ? NODES.numberNode(number.toBigInteger()) : NODES.numberNode(number);
    }
}
