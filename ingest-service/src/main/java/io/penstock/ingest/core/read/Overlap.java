package io.penstock.ingest.core.read;

/**
 * How far a new column holds what a missing one held, for the same keys.
 *
 * @param missing the column of the older version
 * @param candidate the column of the newer one
 * @param compared keys of both versions at which the missing column had a value (a sample at most)
 * @param equal of these, keys at which the candidate has the same value
 */
public record Overlap(String missing, String candidate, long compared, long equal) {}
