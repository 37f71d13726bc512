package io.penstock.ingest.core.read;

import java.time.Instant;
import java.util.Map;

/**
 * One commit of a table, as its history tells it.
 *
 * @param operation in the history's words: {@code WRITE}, {@code MERGE}, {@code RENAME COLUMN} …
 * @param parameters of the operation; values are text, often JSON
 * @param metrics of the operation, such as {@code numTargetRowsDeleted}; empty if the history tells none
 */
public record Commit(
        long version, Instant at, String operation, Map<String, String> parameters, Map<String, String> metrics) {
    public Commit {
        parameters = Map.copyOf(parameters);
        metrics = Map.copyOf(metrics);
    }
}
