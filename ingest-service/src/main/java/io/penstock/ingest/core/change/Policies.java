package io.penstock.ingest.core.change;

/** The contract's answer per class of change. */
public record Policies(
        Policy added,
        Policy renamed,
        Policy retyped,
        Policy removed,
        Policy widened,
        Policy narrowed,
        Policy nullability,
        Policy allNull) {
    /** The answer to one change. */
    public Policy of(ColumnChange.Kind kind) {
        return switch (kind) {
            case ADDED -> added;
            case RENAMED -> renamed;
            case RETYPED -> retyped;
            case REMOVED -> removed;
            case WIDENED -> widened;
            case NARROWED -> narrowed;
            case NULLABILITY -> nullability;
            case ALL_NULL -> allNull;
        };
    }
}
