package io.penstock.databricks.sandbox.engine;

import io.penstock.databricks.sandbox.access.MissingPrivilegeException;
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
    /** Where a message of Spark's goes over into a stack trace. */
    private static final Pattern TRACE =
            Pattern.compile("\\R(\\s+at \\S+\\(|Driver stacktrace:|JVM stacktrace:|Caused by: )");

    /** Finds the first cause that has an error class: Spark wraps a task's failure in a plain "job aborted" one. */
    static SqlFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingPrivilegeException missing) {
                return new SqlFailure(MissingPrivilegeException.SQL_STATE, missing.inSql());
            }
            if (cause instanceof SparkThrowable spark && spark.getCondition() != null) {
                String state = spark.getSqlState();
                return new SqlFailure(state == null ? INTERNAL : state, text(cause));
            }
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        Matcher state = STATE_IN_TEXT.matcher(String.valueOf(root.getMessage()));
        return state.find()
                ? new SqlFailure(state.group(1), text(root))
                : new SqlFailure(INTERNAL, "[INTERNAL_ERROR] " + plain(root) + " SQLSTATE: " + INTERNAL);
    }

    /** An error that Spark or Delta did not foresee, in one line: its kind and the first line of what it says. */
    private static String plain(Throwable root) {
        String text = text(root);
        String kind = root.getClass().getSimpleName();
        String said = text.equals(root.getClass().getName()) ? kind : kind + ": " + text;
        return said.endsWith(".") ? said : said + ".";
    }

    private static String text(Throwable cause) {
        String text = cause instanceof AnalysisException analysis ? analysis.getSimpleMessage() : cause.getMessage();
        if (text == null || text.isBlank()) {
            return cause.getClass().getName();
        }
        Matcher trace = TRACE.matcher(text);
        return trace.find() ? text.substring(0, trace.start()).stripTrailing() : text;
    }
}
