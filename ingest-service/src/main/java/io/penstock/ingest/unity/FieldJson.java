package io.penstock.ingest.unity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.catalog.TableDescription.Column;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads a column's {@code type_json}: Spark's JSON of the field, with comments and column-mapping ids in its metadata.
 * Some columns of Databricks have only the type there ({@code "\"long\""}), some nothing.
 */
final class FieldJson {
    private static final String MAPPING_ID = "delta.columnMapping.id";
    /** Spark keeps VARCHAR(n) and CHAR(n) here; the type says string. */
    private static final String LENGTH = "__CHAR_VARCHAR_TYPE_STRING";

    private static final String UNQUOTED = "[\\p{L}\\p{N}_]+";

    private FieldJson() {}

    /** One entry of {@code columns}. */
    static Column column(JsonNode column) {
        JsonNode json = tree(column.path("type_json").asText(""));
        JsonNode type = json.has("name") ? json.path("type") : json;
        String text = json.has("name") ? text(json) : type(type);
        String comment = text(column, "comment");
        return new Column(
                column.path("name").asText(),
                text.isEmpty() ? column.path("type_text").asText("") : text,
                comment != null ? comment : text(json.path("metadata"), "comment"),
                column.has("nullable") ? column.path("nullable").asBoolean() : nullable(json),
                column.path("position").asInt(),
                id(json),
                fields(type));
    }

    private static JsonNode tree(String json) {
        try {
            return Json.wire().readTree(json);
        } catch (JsonProcessingException e) {
            return Json.wire().missingNode();
        }
    }

    private static List<Column> fields(JsonNode type) {
        return switch (type.path("type").asText("")) {
            case "struct" -> {
                List<Column> fields = new ArrayList<>();
                for (JsonNode field : type.path("fields")) {
                    fields.add(new Column(
                            field.path("name").asText(),
                            text(field),
                            text(field.path("metadata"), "comment"),
                            nullable(field),
                            fields.size(),
                            id(field),
                            fields(field.path("type"))));
                }
                yield fields;
            }
            case "array" -> fields(type.path("elementType"));
            case "map" -> fields(type.path("valueType"));
            default -> List.of();
        };
    }

    private static String text(JsonNode field) {
        String length = text(field.path("metadata"), LENGTH);
        return length != null ? length : type(field.path("type"));
    }

    /** The type as SQL spells it; empty if the JSON is none. */
    private static String type(JsonNode type) {
        if (type.isTextual()) {
            return switch (type.asText()) {
                case "byte" -> "tinyint";
                case "short" -> "smallint";
                case "integer" -> "int";
                case "long" -> "bigint";
                default -> type.asText();
            };
        }
        return switch (type.path("type").asText("")) {
            case "struct" ->
                type.path("fields")
                        .valueStream()
                        .map(field -> name(field.path("name").asText()) + ":" + text(field))
                        .collect(Collectors.joining(",", "struct<", ">"));
            case "array" -> "array<" + type(type.path("elementType")) + ">";
            case "map" -> "map<" + type(type.path("keyType")) + "," + type(type.path("valueType")) + ">";
            case "udt" -> type.path("class").asText("").endsWith("VectorUDT") ? "vector" : type(type.path("sqlType"));
            default -> "";
        };
    }

    private static String name(String name) {
        return name.matches(UNQUOTED) ? name : "`" + name.replace("`", "``") + "`";
    }

    private static Boolean nullable(JsonNode field) {
        return field.has("nullable") ? field.path("nullable").asBoolean() : null;
    }

    private static String id(JsonNode field) {
        return text(field.path("metadata"), MAPPING_ID);
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }
}
