package io.penstock.ingest.core.plan;

import io.penstock.ingest.core.read.Commit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a commit may have done to a table's rows, as far as its operation tells. In doubt, the worst. */
public enum Effect {
    /** Nothing that a reader could see. */
    NONE,
    /** The columns changed and no row did. */
    COLUMNS,
    /** Rows came. */
    ADDED,
    /** Rows came or changed, and some may be gone. */
    CHANGED,
    /** Anything: what was known of the rows before says nothing of the rows after. */
    REPLACED;

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "OPTIMIZE",
            "VACUUM START",
            "VACUUM END",
            "REORG",
            "REORG TABLE UPGRADE UNIFORM",
            "SET TBLPROPERTIES",
            "UNSET TBLPROPERTIES",
            "UPDATE COLUMN METADATA",
            "UPGRADE PROTOCOL",
            "DROP FEATURE",
            "ADD CONSTRAINT",
            "DROP CONSTRAINT",
            "COMPUTE STATS",
            "ANALYZE TABLE",
            "CLUSTER BY",
            "EMPTY COMMIT",
            "DOMAIN METADATA CLEANUP",
            "ROW TRACKING BACKFILL",
            "ROW TRACKING UNBACKFILL");
    private static final Set<String> OF_COLUMNS = Set.of(
            "ADD COLUMNS",
            "RENAME COLUMN",
            "DROP COLUMNS",
            "CHANGE COLUMN",
            "CHANGE COLUMNS",
            "REPLACE COLUMNS",
            "UPDATE SCHEMA",
            "REMOVE COLUMN MAPPING");
    private static final Set<String> REMOVING = Set.of("DELETE", "UPDATE", "TRUNCATE", "FSCK");
    private static final Set<String> ADDING = Set.of("COPY INTO", "CREATE TABLE", "CREATE TABLE AS SELECT", "CONVERT");

    /** What the history says of one commit. */
    public static Effect of(Commit commit) {
        String operation =
                commit.operation() == null ? "" : commit.operation().strip().toUpperCase(Locale.ROOT);
        if (WITHOUT_EFFECT.contains(operation)) {
            return NONE;
        }
        if (OF_COLUMNS.contains(operation)) {
            return COLUMNS;
        }
        if (ADDING.contains(operation)) {
            return ADDED;
        }
        if (REMOVING.contains(operation)) {
            return CHANGED;
        }
        return switch (operation) {
            case "WRITE" -> isWord(commit.parameters(), "mode", "Append") ? ADDED : CHANGED;
            case "STREAMING UPDATE" -> isWord(commit.parameters(), "outputMode", "Append") ? ADDED : CHANGED;
            case "MERGE" ->
                isZero(commit.metrics(), "numTargetRowsDeleted") && isZero(commit.metrics(), "numTargetRowsUpdated")
                        ? ADDED
                        : CHANGED;
            default -> REPLACED;
        };
    }

    /** Whether a row may have come or changed. */
    boolean touchesRows() {
        return this != NONE && this != COLUMNS;
    }

    /** Whether columns may be others after it; a change feed should not be read across it in one go. */
    public boolean changesColumns() {
        return this == COLUMNS || this == REPLACED;
    }

    private static boolean isWord(Map<String, String> parameters, String name, String word) {
        String value = parameters.get(name);
        return value != null && value.replace("\"", "").equalsIgnoreCase(word);
    }

    private static boolean isZero(Map<String, String> metrics, String name) {
        return "0".equals(metrics.get(name));
    }
}
