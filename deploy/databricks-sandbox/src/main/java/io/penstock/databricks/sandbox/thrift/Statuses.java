package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TOperationState;
import com.databricks.jdbc.model.client.thrift.generated.TStatus;
import com.databricks.jdbc.model.client.thrift.generated.TStatusCode;
import io.penstock.databricks.sandbox.engine.RunningStatement;
import io.penstock.databricks.sandbox.engine.SqlFailure;
import java.util.UUID;

/** The protocol's words for how things went. */
final class Statuses {
    private Statuses() {}

    static TStatus success() {
        return new TStatus(TStatusCode.SUCCESS_STATUS);
    }

    /** Worded as at Databricks, where a session ends with its cluster or after a time without use. */
    static TStatus unknownSession(UUID id) {
        return unknown("Invalid SessionHandle: SessionHandle [" + id + "]");
    }

    static TStatus unknownOperation(UUID id) {
        return unknown("Invalid OperationHandle: OperationHandle [" + id + "]");
    }

    private static TStatus unknown(String message) {
        return new TStatus(TStatusCode.INVALID_HANDLE_STATUS)
                .setSqlState("HY000")
                .setErrorMessage(message);
    }

    static TStatus error(SqlFailure failure) {
        return new TStatus(TStatusCode.ERROR_STATUS)
                .setSqlState(failure.sqlState())
                .setErrorMessage(failure.message())
                .setDisplayMessage(failure.message());
    }

    static TOperationState operation(RunningStatement.State state) {
        return switch (state) {
            case RUNNING -> TOperationState.RUNNING_STATE;
            case FINISHED -> TOperationState.FINISHED_STATE;
            case FAILED -> TOperationState.ERROR_STATE;
            case CANCELED -> TOperationState.CANCELED_STATE;
            case TIMED_OUT -> TOperationState.TIMEDOUT_STATE;
        };
    }
}
