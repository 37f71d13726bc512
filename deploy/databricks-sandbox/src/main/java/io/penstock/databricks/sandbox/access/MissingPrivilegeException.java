package io.penstock.databricks.sandbox.access;

/** The caller may not do this. */
public final class MissingPrivilegeException extends RuntimeException {
    /** How SQL names it. */
    public static final String SQL_STATE = "42501";

    private static final long serialVersionUID = 1;

    MissingPrivilegeException(String privilege, Securable object) {
        super("User does not have " + privilege + " on " + object.kind() + " '" + object.fullName() + "'.");
    }

    /** The sentence as a warehouse words it. */
    public String inSql() {
        return "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n" + getMessage() + " SQLSTATE: " + SQL_STATE;
    }
}
