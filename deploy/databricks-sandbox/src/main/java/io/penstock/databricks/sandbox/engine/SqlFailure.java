package io.penstock.databricks.sandbox.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * Why a statement ended without a result.
 *
 * @param sqlState five characters, as Databricks would give them
 * @param message for a person; starts with the error class in brackets where Spark has one
 */
public record SqlFailure(String sqlState, String message) {
    private static final String INTERNAL = "XX000";
    private static final Pattern STATE_IN_TEXT = Pattern.compile("SQLSTATE: ([0-9A-Z]{5})");

    /** Finds the first cause that has an error class: Spark wraps a task's failure in a plain "job aborted" one. */
    static SqlFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable spark && spark.getCondition() != null) {
                String state = spark.getSqlState();
                return new SqlFailure(state == null ? INTERNAL : state, text(cause));
            }
        }
        Matcher state = STATE_IN_TEXT.matcher(String.valueOf(failure.getMessage()));
        return new SqlFailure(state.find() ? state.group(1) : INTERNAL, text(failure));
    }

    private static String text(Throwable cause) {
        if (cause instanceof AnalysisException analysis) {
            return analysis.getSimpleMessage();
        }
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
