package io.penstock.local.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.drift.History.Lineage;
import io.penstock.local.lakehouse.Sql;
import io.penstock.schemas.Json;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a history's table truly said, version by version: plain SQL over the table with the lineage that the history
 * declares. The product is not asked. Versions at which a poll found the table are read at once; those between only if
 * something needs explaining, because every look back costs the stand-in a second.
 */
final class Truth {
    private final History history;
    private final SequencedMap<String, Lineage> lineages;
    private final TreeMap<Long, Map<String, Map<String, JsonNode>>> versions = new TreeMap<>();

    Truth(History history) {
        this.history = history;
        this.lineages = history.lineages();
    }

    /** Reads the table as it is at this version, its newest. Cheap: nothing is read that was read before. */
    void read(Lake lake, long head) throws SQLException, InterruptedException {
        if (head >= 0 && !versions.containsKey(head)) {
            read(lake, List.of(head), "");
        }
    }

    /** Reads every version that was passed over. Has to be called before a VACUUM takes them away. */
    void readEveryVersion(Lake lake, long head) throws SQLException, InterruptedException {
        List<Long> missing = LongStream.rangeClosed(0, head)
                .boxed()
                .filter(version -> !versions.containsKey(version))
                .toList();
        if (!missing.isEmpty()) {
            read(lake, missing, " VERSION AS OF ");
        }
    }

    private void read(Lake lake, List<Long> wanted, String travel) throws SQLException, InterruptedException {
        Map<Long, Map<String, Map<String, JsonNode>>> found = new HashMap<>();
        wanted.forEach(version -> found.put(version, new HashMap<>()));
        String query = wanted.stream()
                .map(version -> select(version) + (travel.isEmpty() ? "" : travel + version))
                .collect(Collectors.joining(" UNION ALL "));
        for (Sql.Row row : lake.query(query).rows()) {
            Map<String, JsonNode> values = new HashMap<>();
            parse(row.get(2)).properties().forEach(each -> values.put(each.getKey(), each.getValue()));
            found.get(Long.parseLong(row.get(0))).put(row.get(1), values);
        }
        versions.putAll(found);
    }

    /** Rows of the newest version read: person's id to attribute to value; attributes nobody is owed are absent. */
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
                + " AS attributes FROM " + history.tableName();
    }

    private static JsonNode parse(String json) {
        try {
            return Json.config().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the engine rendered something that is no JSON", e);
        }
    }
}
