package io.penstock.ingest.core.read;

/**
 * One column of a source.
 *
 * @param type as the engine spells it
 * @param id column-mapping id, which stays the same through renames; null if the source tells none
 * @param nullable null if the source does not tell
 */
public record SourceColumn(String name, String type, String id, Boolean nullable) {}
