package io.penstock.transform.wire;

import static io.penstock.schemas.plain.PlainJson.ascii;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Json;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.PositionV1;
import java.util.List;
import java.util.Map;

/** Parts that records of both stages have in common, written by hand as the contract's serdes write them. */
public final class WireParts {
    private static final byte[] TYPE = ascii("{\"type\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] SOURCE = ascii("\"source\":");
    private static final byte[] TABLE_VERSION = ascii("\"table_version\":");
    private static final byte[] COMMIT_VERSION = ascii(",\"commit_version\":");
    private static final byte[] WATERMARK = ascii(",\"watermark\":");

    private WireParts() {}

    public static void identifier(JsonBytes out, IdentifierV1 identifier) {
        if (identifier.type() == null || identifier.value() == null) {
            out.raw(written(identifier));
            return;
        }
        out.raw(TYPE)
                .quoted(identifier.type())
                .raw(VALUE)
                .quoted(identifier.value())
                .raw('}');
    }

    public static void identifiers(JsonBytes out, List<IdentifierV1> identifiers) {
        out.raw('[');
        for (int i = 0; i < identifiers.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            identifier(out, identifiers.get(i));
        }
        out.raw(']');
    }

    public static void texts(JsonBytes out, List<String> texts) {
        out.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.quoted(texts.get(i));
        }
        out.raw(']');
    }

    public static void position(JsonBytes out, PositionV1 position) {
        out.raw('{');
        if (position.source() != null) {
            out.raw(SOURCE).quoted(position.source()).raw(',');
        }
        out.raw(TABLE_VERSION).number(position.tableVersion());
        out.raw(COMMIT_VERSION).number(position.commitVersion());
        if (position.watermark() != null) {
            out.raw(WATERMARK).quoted(InstantText.format(position.watermark()));
        }
        out.raw('}');
    }

    /** Any tree. */
    public static void node(JsonBytes out, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(out, (ObjectNode) node);
            case ARRAY -> array(out, (ArrayNode) node);
            case STRING -> out.quoted(node.textValue());
            case BOOLEAN, NULL -> out.ascii(node.asText());
            case NUMBER -> {
                if (node.isFloatingPointNumber() && !node.isBigDecimal()) {
                    out.raw(written(node));
                } else {
                    out.ascii(node.asText());
                }
            }
            case BINARY, POJO, MISSING -> out.raw(written(node));
        }
    }

    private static void object(JsonBytes out, ObjectNode object) {
        char before = '{';
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            out.raw(before).quoted(field.getKey()).raw(':');
            node(out, field.getValue());
            before = ',';
        }
        if (before == '{') {
            out.raw('{');
        }
        out.raw('}');
    }

    private static void array(JsonBytes out, ArrayNode array) {
        out.raw('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            node(out, array.get(i));
        }
        out.raw(']');
    }

    private static byte[] written(Object unusual) {
        try {
            return Json.wire().writeValueAsBytes(unusual);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a part of a wire record can always be written", e);
        }
    }
}
