package io.penstock.local.telco;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.local.lakehouse.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes, per customer, the identify and track calls the telco project owes, from every version of the tables.
 *
 * <p>Independent on purpose: it knows the tables and the project's promise (an identify per scoring of a customer, of
 * the attributes that differ from what was said last; one event when the score rises above 0.65 after having been new
 * or below 0.60), not how Penstock does it.
 */
public final class TelcoOracle {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final double ABOVE = 0.65;
    private static final double REARM_BELOW = 0.60;

    private final String scores;
    private final String contacts;
    private final Sql sql;

    /**
     * Over a catalog that holds the complete tables.
     *
     * @param catalog its name
     */
    public TelcoOracle(Sql sql, String catalog) {
        this.sql = sql;
        this.scores = catalog + ".ml_outputs.upgrade_scores";
        this.contacts = catalog + ".crm.contacts";
    }

    /** One identify that is owed: attribute that changed to value (number or text). */
    public record Identify(Map<String, Object> attributes) {}

    /**
     * One event that is owed.
     *
     * @param before the score before; null for a customer's first one
     */
    public record Track(double score, Double before, String tier, String model) {}

    /** Everything one person is owed, in order. */
    public record Owed(List<Identify> identifies, List<Track> tracks) {}

    /** What every person with a Customer.io id is owed, by that id. */
    public Map<String, Owed> owed() throws SQLException, IOException {
        Map<String, String> customerioIds = customerioIds();
        Map<String, List<JsonNode>> scorings = scorings();
        Map<String, Owed> owed = new TreeMap<>();
        scorings.forEach((customer, rows) -> {
            String id = customerioIds.get(customer);
            if (id != null) {
                owed.put(id, owed(rows));
            }
        });
        return owed;
    }

    /** How many customers the tables ever scored, with or without a Customer.io id. */
    public int customersEverScored() throws SQLException, IOException {
        return scorings().size();
    }

    private Map<String, String> customerioIds() throws SQLException {
        Map<String, String> ids = new HashMap<>();
        sql.query("SELECT customer_id, customerio_id FROM " + contacts + " WHERE customerio_id IS NOT NULL")
                .rows()
                .forEach(row -> ids.put(row.get(0), row.get(1)));
        return ids;
    }

    /**
     * Per customer the rows of its scorings: each version in which its row is new or differs from the version before.
     */
    private Map<String, List<JsonNode>> scorings() throws SQLException, IOException {
        long head = Long.parseLong(sql.query("DESCRIBE HISTORY " + scores + " LIMIT 1")
                .rows()
                .getFirst()
                .get(0));
        Map<String, List<JsonNode>> scorings = new HashMap<>();
        Map<String, Map<String, Object>> before = Map.of();
        for (long version = 0; version <= head; version++) {
            Map<String, Map<String, Object>> now = new HashMap<>();
            for (Sql.Row row : sql.query("SELECT to_json(struct(*), map('ignoreNullFields', 'false')) FROM " + scores
                            + " VERSION AS OF " + version)
                    .rows()) {
                JsonNode json = JSON.readTree(row.get(0));
                String customer = json.path("customer_id").asText();
                Map<String, Object> attributes = attributes(json);
                now.put(customer, attributes);
                if (!attributes.equals(before.get(customer))) {
                    scorings.computeIfAbsent(customer, key -> new ArrayList<>()).add(json);
                }
            }
            before = now;
        }
        return scorings;
    }

    private static Owed owed(List<JsonNode> rows) {
        List<Identify> identifies = new ArrayList<>();
        List<Track> tracks = new ArrayList<>();
        Map<String, Object> said = new HashMap<>();
        Double before = null;
        boolean armed = true;
        for (JsonNode row : rows) {
            Map<String, Object> attributes = attributes(row);
            Map<String, Object> changed = new LinkedHashMap<>(attributes);
            changed.entrySet().removeIf(attribute -> attribute.getValue().equals(said.get(attribute.getKey())));
            said.putAll(changed);
            if (!changed.isEmpty()) {
                identifies.add(new Identify(changed));
            }
            double score = (Double) attributes.get("upgrade_likelihood_score");
            if (armed && score > ABOVE) {
                tracks.add(new Track(score, before, (String) attributes.get("account_tier"), (String)
                        attributes.get("model_version")));
                armed = false;
            } else if (score < REARM_BELOW) {
                armed = true;
            }
            before = score;
        }
        return new Owed(identifies, tracks);
    }

    private static Map<String, Object> attributes(JsonNode row) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        JsonNode score =
                row.has("upgrade_likelihood_score") ? row.path("upgrade_likelihood_score") : row.path("upgrade_score");
        attributes.put("upgrade_likelihood_score", score.asDouble());
        putText(attributes, "account_tier", row.path("account_tier"));
        putText(attributes, "model_version", row.path("model_version"));
        attributes.put(
                "scored_at", Instant.parse(row.path("scored_at").asText()).toString());
        topFeature(row.path("feature_summary").path("contributions"))
                .ifPresent(top -> attributes.put("top_feature", top));
        putNumber(attributes, "tenure_months", row.path("feature_summary").path("tenure_months"));
        putNumber(attributes, "monthly_charges", row.path("feature_summary").path("monthly_charges"));
        putNumber(attributes, "score_low", row.path("confidence_interval").path("low"));
        putNumber(attributes, "score_high", row.path("confidence_interval").path("high"));
        double[] features = dense(row.path("features"));
        double sum = 0;
        int nonzero = 0;
        for (double feature : features) {
            sum += feature;
            nonzero += feature != 0 ? 1 : 0;
        }
        attributes.put("feature_count", (double) features.length);
        attributes.put("feature_nonzero", (double) nonzero);
        attributes.put("feature_mean", sum / features.length);
        attributes.put("annual_probability", dense(row.path("probability"))[1]);
        return attributes;
    }

    /** The largest contribution; the first by name among equals. */
    private static Optional<String> topFeature(JsonNode contributions) {
        return contributions.properties().stream()
                .min(Comparator.comparingDouble((Map.Entry<String, JsonNode> entry) ->
                                -entry.getValue().asDouble())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
    }

    private static void putText(Map<String, Object> attributes, String name, JsonNode value) {
        if (value.isTextual()) {
            attributes.put(name, value.asText());
        }
    }

    private static void putNumber(Map<String, Object> attributes, String name, JsonNode value) {
        if (value.isNumber()) {
            attributes.put(name, value.asDouble());
        }
    }

    private static double[] dense(JsonNode vector) {
        JsonNode values = vector.path("values");
        if (vector.path("type").asInt() == 1) {
            double[] dense = new double[values.size()];
            for (int i = 0; i < dense.length; i++) {
                dense[i] = values.get(i).asDouble();
            }
            return dense;
        }
        double[] dense = new double[vector.path("size").asInt()];
        for (int i = 0; i < values.size(); i++) {
            dense[vector.path("indices").get(i).asInt()] = values.get(i).asDouble();
        }
        return dense;
    }
}
