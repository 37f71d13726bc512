package io.penstock.databricks.sandbox.engine;

import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Statements that only load their table, as a query does, and then change it past Spark's catalog interface: OPTIMIZE,
 * VACUUM, RESTORE, most of ALTER TABLE.
 */
final class Maintenance {
    private static final Pattern NODES = Pattern.compile(
            "(Alter|Optimize|DeltaOptimize|Vacuum|Restore|Reorg|DeltaReorg|Upgrade|SetTable|UnsetTable|AddColumns|DropColumns|"
                    + "RenameColumn|ReplaceColumns|AddConstraint|DropConstraint|CommentOnTable|RenameTable|Truncate).*");

    private Maintenance() {}

    /** Whether the text is such a statement; what cannot be parsed is none. */
    static boolean isOne(SparkSession session, String sql) {
        try {
            LogicalPlan plan = session.sessionState().sqlParser().parsePlan(sql);
            return NODES.matcher(plan.getClass().getSimpleName()).matches();
        } catch (ParseException e) {
            return false;
        }
    }
}
