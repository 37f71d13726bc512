package io.penstock.databricks.sandbox.engine;

/** Rows of a statement that had started well could not be made. */
public final class StatementFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient SqlFailure failure;

    StatementFailedException(SqlFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** What to tell the client. */
    public SqlFailure failure() {
        return failure;
    }
}
