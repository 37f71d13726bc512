package io.penstock.ingest.core.change;

/**
 * One difference between two descriptions of a source.
 *
 * @param column its name now; for REMOVED its last name
 * @param before former name (RENAMED), former type (RETYPED, WIDENED, NARROWED, REMOVED) or nullability, else null
 * @param after present type, or null for REMOVED
 * @param evidence what makes us say so
 * @param contractColumn the contract column it is; without a contract the column itself; null if the contract does not
 *     hold it
 */
public record ColumnChange(
        Kind kind, String column, String before, String after, String evidence, String contractColumn) {
    /** Classes of change. */
    public enum Kind {
        ADDED,
        REMOVED,
        RENAMED,
        /** Neither holds all values of the old type nor is held by it. */
        RETYPED,
        /** Holds every value of the old type, and more. */
        WIDENED,
        /** All its values were values of the old type. */
        NARROWED,
        /** NOT NULL came or went. */
        NULLABILITY,
        /** Had values, has none in any row. */
        ALL_NULL
    }
}
