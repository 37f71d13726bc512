package io.penstock.webhook.lakehouse;

import io.penstock.webhook.core.Merge;
import java.sql.SQLException;

/** The one table that says what a failed statement means: by SQLSTATE, then by the error class in the message. */
final class SqlFault {
    static final String CONCURRENT_WRITE = "concurrent_write";

    private SqlFault() {}

    static boolean isMissingSchema(SQLException fault) {
        String message = fault.getMessage() == null ? "" : fault.getMessage();
        return "42704".equals(fault.getSQLState()) || message.contains("SCHEMA_NOT_FOUND");
    }

    static Merge classify(SQLException fault) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        String message = fault.getMessage() == null ? "" : fault.getMessage();
        if (message.contains("DELTA_CONCURRENT") || state.equals("2D521") || state.startsWith("40")) {
            return new Merge.NotNow(CONCURRENT_WRITE);
        }
        if (message.contains("MALFORMED_RECORD")
                || state.startsWith("22")
                || state.startsWith("23")
                || state.equals("21506")) {
            return new Merge.Refused("not_storable");
        }
        if (state.equals("42P01") || message.contains("TABLE_OR_VIEW_NOT_FOUND") || isMissingSchema(fault)) {
            return new Merge.NotNow("table_missing");
        }
        if (state.equals("42501") || state.startsWith("28")) {
            return new Merge.NotNow("no_permission");
        }
        if (state.startsWith("42")) {
            return new Merge.NotNow("statement_refused");
        }
        return new Merge.NotNow("lakehouse_unavailable");
    }
}
