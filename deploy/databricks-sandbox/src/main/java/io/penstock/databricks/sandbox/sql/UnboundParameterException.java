package io.penstock.databricks.sandbox.sql;

/** A statement has not as many {@code ?} as it was given values. */
public final class UnboundParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnboundParameterException(int wanted, int given) {
        super("[UNBOUND_SQL_PARAMETER] The statement asks for " + wanted + " parameters, but " + given
                + " values were given. SQLSTATE: 42P02");
    }
}
