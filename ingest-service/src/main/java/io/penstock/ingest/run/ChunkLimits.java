package io.penstock.ingest.run;

/**
 * How much is held in memory and written in one transaction.
 *
 * @param rows most rows of a chunk
 * @param characters most characters of JSON text of a chunk; a single larger row is a chunk of its own
 */
public record ChunkLimits(int rows, long characters) {}
