package io.penstock.ingest.databricks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.read.Commit;
import io.penstock.schemas.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Reads the rows of {@code DESCRIBE HISTORY}, which cannot be rendered by the engine. */
final class CommitRows {
    private CommitRows() {}

    static Commit commit(ResultSet row) throws SQLException {
        return new Commit(
                row.getLong("version"),
                at(row),
                row.getString("operation"),
                texts(row.getObject("operationParameters")),
                texts(row.getObject("operationMetrics")));
    }

    /**
     * The commit's time. The driver gives the wall clock of the SQL time zone (UTC by our URL) as if it were the JVM's,
     * so its fields are right and its instant is not. In a JVM whose zone skips that hour in spring it is an hour late.
     */
    static Instant at(ResultSet row) throws SQLException {
        return row.getTimestamp("timestamp").toLocalDateTime().toInstant(ZoneOffset.UTC);
    }

    /**
     * A MAP column. With support for nested types (which our URL asks for) the driver gives a map; its text otherwise
     * is JSON only as long as no value holds a quote. Null values are left out.
     */
    static Map<String, String> texts(Object column) {
        return switch (column) {
            case null -> Map.of();
            case Map<?, ?> map -> {
                Map<String, String> texts = new HashMap<>();
                map.forEach((key, value) -> {
                    if (value != null) {
                        texts.put(String.valueOf(key), String.valueOf(value));
                    }
                });
                yield texts;
            }
            default -> parsed(column.toString());
        };
    }

    /** Nothing is better known than half known: what cannot be parsed is an operation without details. */
    private static Map<String, String> parsed(String text) {
        try {
            JsonNode json = Json.wire().readTree(text);
            Map<String, String> texts = new HashMap<>();
            json.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    JsonNode value = field.getValue();
                    texts.put(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
                }
            });
            return texts;
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }
}
