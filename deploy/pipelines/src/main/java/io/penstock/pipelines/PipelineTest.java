package io.penstock.pipelines;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One file in {@code tests/}: people, rows, and the calls that must come of them.
 *
 * @param schema for editors; may be null
 * @param about one sentence for whoever reads a failure; may be null
 * @param identity what identity-service knows of people before the first run: identifier type to value or values
 * @param rows short for one run with these rows
 * @param runs instead of {@code rows}: what one run after the other finds
 * @param calls everything that must come of it, in order
 */
record PipelineTest(
        @JsonProperty("$schema") String schema,
        String about,
        List<Map<String, JsonNode>> identity,
        List<ObjectNode> rows,
        List<Run> runs,
        List<JsonNode> calls) {
    PipelineTest {
        identity = identity == null ? List.of() : List.copyOf(identity);
        runs = runs == null ? List.of() : List.copyOf(runs);
        if (rows != null) {
            if (!runs.isEmpty()) {
                throw new IllegalArgumentException("expected rows or runs, found both");
            }
            runs = List.of(new Run(null, null, null, rows, null, null, null, null));
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("expected rows, or runs with rows, found neither");
        }
        calls = calls == null ? List.of() : List.copyOf(calls);
    }

    /**
     * What one run finds.
     *
     * @param about what happened before it; may be null
     * @param after time that passes before it: deadlines of waiting records come
     * @param identity people who are known, or known better, from now on
     * @param rows in the order in which they are read
     * @param deleted rows that are gone; their key columns are enough
     * @param columns types as the engine spells them, of columns whose type is neither the contract's nor plain from
     *     the values
     * @param without contract columns that the source does not have now
     * @param renamed former name to present name of columns that the table renamed: evidence, as column mapping gives
     */
    record Run(
            String about,
            Duration after,
            List<Map<String, JsonNode>> identity,
            List<ObjectNode> rows,
            List<ObjectNode> deleted,
            Map<String, String> columns,
            List<String> without,
            Map<String, String> renamed) {
        Run {
            if (after != null && after.isNegative()) {
                throw new IllegalArgumentException("expected a time that passes before the run, found a negative one");
            }
            identity = identity == null ? List.of() : List.copyOf(identity);
            rows = rows == null ? List.of() : List.copyOf(rows);
            deleted = deleted == null ? List.of() : List.copyOf(deleted);
            columns = columns == null ? Map.of() : Map.copyOf(columns);
            without = without == null ? List.of() : List.copyOf(without);
            renamed = renamed == null ? Map.of() : Map.copyOf(renamed);
        }

        /** When the run's rows were committed: a day after the run before, whatever the clock says. */
        static Instant committedAt(int number) {
            return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(number));
        }
    }
}
