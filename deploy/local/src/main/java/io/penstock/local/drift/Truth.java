package io.penstock.local.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.drift.History.Lineage;
import io.penstock.local.lakehouse.Sql;
import io.penstock.schemas.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a history's table truly said, version by version: plain SQL over the table with the lineage that the history
 * declares. The product is not asked.
 */
final class Truth {
    private final History history;
    private final SequencedMap<String, Lineage> lineages;
    private final TreeMap<Long, Map<String, Map<String, JsonNode>>> versions = new TreeMap<>();

    Truth(History history) {
        this.history = history;
        this.lineages = history.lineages();
    }

    /** Reads the versions that were not read yet. Has to be called before a VACUUM takes them away. */
    void harvest(Lake lake, long head) throws SQLException, InterruptedException {
        long from = versions.isEmpty() ? 0 : versions.lastKey() + 1;
        if (from > head) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (long version = from; version <= head; version++) {
            versions.put(version, new HashMap<>());
            parts.add(select(version));
        }
        for (Sql.Row row : lake.query(String.join(" UNION ALL ", parts)).rows()) {
            Map<String, JsonNode> values = new HashMap<>();
            parse(row.get(2)).properties().forEach(each -> values.put(each.getKey(), each.getValue()));
            versions.get(Long.parseLong(row.get(0))).put(row.get(1), values);
        }
    }

    /**
     * Rows of the newest version harvested: person's id to attribute to value; attributes nobody is owed are absent.
     */
    Map<String, Map<String, JsonNode>> head() {
        return versions.lastEntry().getValue();
    }

    /** Whether a person's attribute truly had that value at some version up to this one. */
    boolean everWas(String personId, String attribute, JsonNode value, long upTo) {
        return versions.headMap(upTo, true).values().stream()
                .map(rows -> rows.getOrDefault(personId, Map.of()).get(attribute))
                .anyMatch(then -> then != null && !isNothing(then) && Values.same(then, value));
    }

    /** Null, and what the product documents as null. */
    static boolean isNothing(JsonNode value) {
        return value.isNull()
                || value.isTextual() && List.of("NaN", "Infinity", "-Infinity").contains(value.asText());
    }

    private String select(long version) {
        String fields = lineages.entrySet().stream()
                .filter(entry -> entry.getValue().at(version) != null)
                .map(entry -> entry.getValue().at(version) + " AS `" + entry.getKey() + "`")
                .collect(Collectors.joining(", "));
        String json = fields.isEmpty() ? "'{}'" : "to_json(struct(" + fields + "), map('ignoreNullFields', 'false'))";
        return "SELECT " + version + " AS version, " + history.keyLineage().at(version) + " AS id, " + json
                + " AS attributes FROM " + history.tableName() + " VERSION AS OF " + version;
    }

    private static JsonNode parse(String json) {
        try {
            return Json.config().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the engine rendered something that is no JSON", e);
        }
    }
}
