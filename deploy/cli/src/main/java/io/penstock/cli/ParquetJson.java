package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.StructAccessor;
import io.penstock.schemas.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Values of Parquet as JSON: numbers and truths as themselves, times and everything else with a text of its own as that
 * text, bytes as UTF-8 if they are that (old writers do not say so) and else in Base64.
 */
final class ParquetJson {
    private ParquetJson() {}

    /** The fields that are not null. */
    static ObjectNode object(StructAccessor struct) {
        ObjectNode object = Json.wire().createObjectNode();
        for (int i = 0; i < struct.getFieldCount(); i++) {
            String name = struct.getFieldName(i);
            if (!struct.isNull(name)) {
                object.set(name, value(struct.getValue(name)));
            }
        }
        return object;
    }

    private static JsonNode value(Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case Number number -> Json.wire().valueToTree(number);
            case Boolean truth -> Json.wire().valueToTree(truth);
            case byte[] bytes -> Json.wire().getNodeFactory().textNode(text(bytes));
            case StructAccessor struct -> object(struct);
            case PqList list -> array(list);
            case PqMap map -> map(map);
            default -> Json.wire().getNodeFactory().textNode(value.toString());
        };
    }

    private static ArrayNode array(PqList list) {
        ArrayNode array = Json.wire().createArrayNode();
        for (int i = 0; i < list.size(); i++) {
            array.add(value(list.get(i)));
        }
        return array;
    }

    private static ObjectNode map(PqMap map) {
        ObjectNode object = Json.wire().createObjectNode();
        for (PqMap.Entry entry : map.getEntries()) {
            object.set(value(entry.getKey()).asText(), value(entry.getValue()));
        }
        return object;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }
}
