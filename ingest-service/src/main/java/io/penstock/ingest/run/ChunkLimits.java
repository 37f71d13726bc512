package io.penstock.ingest.run;

/**
 * How much is written in one transaction; twice as much is held in memory, because the next chunk comes together while
 * one is being written.
 *
 * @param rows most rows of a chunk
 * @param characters most characters of JSON text of a chunk; a single larger row is a chunk of its own
 */
public record ChunkLimits(int rows, long characters) {}
