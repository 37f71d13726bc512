package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * One difference between a source's columns and what was there before, and what it touches.
 *
 * @param change what happened to the column
 * @param column its name now (for REMOVED: its last name)
 * @param before former name (RENAMED), former type (RETYPED, WIDENED, NARROWED, REMOVED) or nullability, else null
 * @param after present type, else null
 * @param evidence what makes us say so: {@code contract was: [...]}, {@code column mapping id 7}, {@code DESCRIBE
 *     HISTORY 3 RENAME COLUMN}
 * @param tableVersion table version at which it was noticed, or -1
 * @param policy the contract's answer: {@code allow | follow | hold | quarantine | pause}
 * @param touches attributes and events that depend on the column
 * @param configVersion the pipeline's version under which it was noticed; a later one counts as the answer to it
 * @param action what was done about it, in a few words
 * @param proposal REMOVED: which new column it may be, from the values both had for the same keys, never acted on; or
 *     null
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
        Instant at,
        long configVersion,
        String action,
        String proposal) {
    public SchemaChangeV1 {
        touches = List.copyOf(touches);
    }

    /** Classes of change. */
    public enum Change {
        ADDED,
        REMOVED,
        RENAMED,
        /** Neither holds all values of the old type nor is held by it. */
        RETYPED,
        /** Holds every value of the old type, and more. */
        WIDENED,
        /** All its values were values of the old type. */
        NARROWED,
        /** NOT NULL came or went; before and after say {@code not null} or {@code nullable}. */
        NULLABILITY,
        /** Had values, has none in any row. */
        ALL_NULL
    }
}
