package io.penstock.ingest.core.read;

import java.time.Instant;

/**
 * One row as the engine rendered it.
 *
 * @param json a JSON object with every column of the source, nulls included; of a deleted row at least its key
 * @param commitVersion version of the commit that wrote the row, or -1 if unknown
 * @param committedAt when that commit was made, or null if unknown
 * @param deleted whether the row is gone
 */
public record SourceRow(String json, long commitVersion, Instant committedAt, boolean deleted) {}
