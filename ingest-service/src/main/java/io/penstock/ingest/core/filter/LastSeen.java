package io.penstock.ingest.core.filter;

import java.time.Instant;

/**
 * What is remembered of one source row.
 *
 * @param hash content hash, or null if the row was deleted
 * @param asOf newest as-of time at which it had this content
 */
public record LastSeen(String hash, Instant asOf) {}
