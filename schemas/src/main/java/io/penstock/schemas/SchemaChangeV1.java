package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * One difference between a source's columns and what was there before, and what it touches.
 *
 * @param change what happened to the column
 * @param column its name now (for REMOVED: its last name)
 * @param before former name (RENAMED) or former type (RETYPED), else null
 * @param after present type, else null
 * @param evidence what makes us say so: {@code contract was: [...]}, {@code column mapping id 7}, {@code DESCRIBE
 *     HISTORY 3 RENAME COLUMN}
 * @param tableVersion table version at which it was noticed, or -1
 * @param policy the contract's answer: {@code allow | follow | hold | quarantine | pause}
 * @param touches attributes and events that depend on the column
 */
public record SchemaChangeV1(
        String workspace,
        String table,
        String pipeline,
        Change change,
        String column,
        String before,
        String after,
        String evidence,
        long tableVersion,
        String policy,
        List<String> touches,
        Instant at) {
    public SchemaChangeV1 {
        touches = List.copyOf(touches);
    }

    /** Classes of change. */
    public enum Change {
        ADDED,
        REMOVED,
        RENAMED,
        RETYPED
    }
}
