package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.schemas.config.PipelineSpec.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Which columns the source of a test has at each run: those its rows name, and those of the contract that no row
 * happens to name. A type is what the test says, else the contract's if the values could be of it, else what the values
 * look like. Columns keep an id over runs, as column mapping gives them; a rename takes it along. One per test.
 */
final class SourceColumns {
    private final SequencedMap<String, Column> contract;
    private final Map<String, String> ids = new HashMap<>();

    SourceColumns(PipelineSpec spec) {
        contract = Optional.ofNullable(spec.source().contract())
                .map(PipelineSpec.Contract::columns)
                .orElseGet(java.util.LinkedHashMap::new);
    }

    /** The columns that a run finds. */
    SourceSchema of(PipelineTest.Run run) {
        run.renamed()
                .forEach((before, now) ->
                        ids.put(now, Optional.ofNullable(ids.remove(before)).orElse(before)));
        SequencedSet<String> names = new LinkedHashSet<>();
        run.rows().forEach(row -> row.fieldNames().forEachRemaining(names::add));
        names.addAll(run.columns().keySet());
        contract.forEach((name, column) -> {
            if (column.was().stream().noneMatch(names::contains)) {
                names.add(name);
            }
        });
        run.without().forEach(names::remove);
        List<SourceColumn> columns = new ArrayList<>();
        for (String name : names) {
            String id = ids.computeIfAbsent(name, first -> first);
            columns.add(new SourceColumn(name, type(name, run), id, null));
        }
        return SourceSchema.of(columns);
    }

    private String type(String name, PipelineTest.Run run) {
        String said = run.columns().get(name);
        if (said != null) {
            return said;
        }
        Optional<JsonNode> value = run.rows().stream()
                .map(row -> row.path(name))
                .filter(found -> !found.isMissingNode() && !found.isNull())
                .findFirst();
        Optional<String> declared = declared(name);
        if (value.isEmpty()) {
            return declared.orElse("string");
        }
        return declared.filter(type -> couldBe(type, value.get())).orElseGet(() -> looksLike(value.get()));
    }

    private Optional<String> declared(String name) {
        return contract.entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals(name) || entry.getValue().was().contains(name))
                .map(entry -> entry.getValue().type())
                .findFirst();
    }

    private static boolean couldBe(String type, JsonNode value) {
        String word = type.split("[<(]", 2)[0].strip();
        return switch (word) {
            case "boolean" -> value.isBoolean();
            case "tinyint", "smallint", "int", "bigint" -> value.isIntegralNumber();
            case "float", "double", "decimal" -> value.isNumber();
            case "string", "char", "varchar", "binary", "date", "timestamp", "timestamp_ntz" -> value.isTextual();
            case "struct", "map", "vector" -> value.isObject();
            case "array" -> value.isArray();
            default -> true;
        };
    }

    private static String looksLike(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "bigint" : "double";
            case OBJECT -> struct((ObjectNode) value);
            case ARRAY -> "array<" + (value.isEmpty() ? "string" : looksLike(value.get(0))) + ">";
            default -> "string";
        };
    }

    private static String struct(ObjectNode value) {
        List<String> fields = new ArrayList<>();
        value.properties().forEach(field -> fields.add("`" + field.getKey() + "`:" + looksLike(field.getValue())));
        return "struct<" + String.join(",", fields) + ">";
    }
}
