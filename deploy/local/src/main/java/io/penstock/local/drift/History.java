package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One scripted table history: a table, a pipeline on it, what happens, and what must be true then. One YAML file under
 * {@code deploy/local/drift}; its README says what the keys mean.
 *
 * @param name of the file, the pipeline and (with {@code _} for {@code -}) the table
 * @param truth attribute to the SQL expression that truly is it, per range of table versions
 */
public record History(
        String name,
        String title,
        Table table,
        Pipeline pipeline,
        SequencedMap<String, Lineage> truth,
        List<Step> steps,
        Expectation expect) {
    static final String KEY = "id";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
    private static final String TABLE = "table";
    private static final String OVERWRITE = "overwrite";

    /**
     * The table's first state. Its first column is always {@code id STRING}, the key.
     *
     * @param columns the others: name to SQL type; {@code not null} may follow the type
     * @param features table features by their usual names
     * @param rows person to the values of the columns, as SQL
     */
    record Table(SequencedMap<String, String> columns, List<Feature> features, SequencedMap<String, String> rows) {
        /** What follows name and columns in the statement that makes it. */
        String tail() {
            return features.isEmpty()
                    ? "USING DELTA"
                    : "USING DELTA TBLPROPERTIES ("
                            + features.stream().map(Feature::property).collect(Collectors.joining(", ")) + ")";
        }
    }

    /** Table features, with the table property that turns each on. */
    enum Feature {
        COLUMN_MAPPING("column mapping", "'delta.columnMapping.mode' = 'name'"),
        ROW_TRACKING("row tracking", "'delta.enableRowTracking' = 'true'"),
        CHANGE_FEED("change feed", "'delta.enableChangeDataFeed' = 'true'"),
        TYPE_WIDENING("type widening", "'delta.enableTypeWidening' = 'true'");

        private final String words;
        private final String property;

        Feature(String words, String property) {
            this.words = words;
            this.property = property;
        }

        String words() {
            return words;
        }

        String property() {
            return property;
        }
    }

    /**
     * What matters of a pipeline, written as in a {@code pipeline.yaml}; {@link DriftProject} fills in the rest.
     *
     * @param columns the contract's, without the key; null: no contract
     * @param onChange policies, or null for the defaults
     * @param emit null: one identify with every contract column under its own name
     */
    record Pipeline(ObjectNode change, SequencedMap<String, JsonNode> columns, JsonNode onChange, JsonNode emit) {
        /** A later version: what {@code next} says replaces what was there, key by key. */
        Pipeline then(Pipeline next) {
            return new Pipeline(
                    next.change != null ? next.change : change,
                    next.columns != null ? next.columns : columns,
                    next.onChange != null ? next.onChange : onChange,
                    next.emit != null ? next.emit : emit);
        }

        /** Attribute to the expression that an identify names for it. */
        SequencedMap<String, String> attributes() {
            SequencedMap<String, String> attributes = new LinkedHashMap<>();
            if (emit == null && columns != null) {
                columns.keySet().stream()
                        .filter(column -> !column.equals(change.path("column").asText()))
                        .forEach(column -> attributes.put(column, column));
            } else if (emit != null) {
                emit.forEach(rule -> rule.path("attributes")
                        .properties()
                        .forEach(each ->
                                attributes.put(each.getKey(), each.getValue().asText())));
            }
            return attributes;
        }
    }

    /**
     * What an attribute truly is: from a table version on, a SQL expression over the table at that version, or null
     * where the table says nothing about it that anybody is owed.
     */
    record Lineage(TreeMap<Long, String> from) {
        static Lineage always(String expression) {
            return new Lineage(new TreeMap<>(Map.of(0L, expression)));
        }

        String at(long version) {
            var entry = from.floorEntry(version);
            return entry == null ? null : entry.getValue();
        }
    }

    /** Something that happens. */
    sealed interface Step {
        /** Statements on the table. */
        record Sql(List<String> statements) implements Step {}

        /** The pipeline reads everything there is, and everything downstream becomes quiet. */
        record Poll() implements Step {}

        /** A new version of the pipeline. */
        record Apply(Pipeline change) implements Step {}

        /** ingest-service is killed and started again. */
        record RestartIngest() implements Step {}

        /** What must be true after the last poll. */
        record Expect(Expectation expectation) implements Step {}
    }

    /** The table's three-part name. */
    String tableName() {
        return "main.drift." + name.replace('-', '_');
    }

    /** A person's id in the table and at Customer.io: no two histories share a person. */
    String personId(String person) {
        return name + "-" + person;
    }

    /** A statement with {@code ${table}}, {@code ${overwrite}} and {@code ${person}} filled in. */
    String sql(String statement) {
        return PLACEHOLDER.matcher(statement).replaceAll(found -> Matcher.quoteReplacement(filling(found.group(1))));
    }

    private String filling(String name) {
        return switch (name) {
            case TABLE -> tableName();
            case OVERWRITE -> "CREATE OR REPLACE TABLE " + tableName() + " " + table.tail();
            default -> "'" + personId(name) + "'";
        };
    }

    /** Everybody the history speaks of, in order of appearance. */
    SequencedSet<String> people() {
        SequencedSet<String> people = new LinkedHashSet<>(table.rows().keySet());
        for (Step step : steps) {
            if (step instanceof Step.Sql(List<String> statements)) {
                statements.forEach(statement -> PLACEHOLDER
                        .matcher(statement)
                        .results()
                        .map(found -> found.group(1))
                        .filter(found -> !found.equals(TABLE) && !found.equals(OVERWRITE))
                        .forEach(people::add));
            }
        }
        return people;
    }

    /** Every attribute that any version of the pipeline sends, with its lineage. */
    SequencedMap<String, Lineage> lineages() {
        SequencedMap<String, Lineage> lineages = new LinkedHashMap<>();
        pipeline.attributes().forEach((attribute, column) -> lineages.put(attribute, Lineage.always(column)));
        truth.forEach((attribute, lineage) -> {
            if (!attribute.equals(KEY)) {
                lineages.put(attribute, lineage);
            }
        });
        return lineages;
    }

    /** The key's column per version. */
    Lineage keyLineage() {
        return truth.getOrDefault(KEY, Lineage.always(KEY));
    }
}
