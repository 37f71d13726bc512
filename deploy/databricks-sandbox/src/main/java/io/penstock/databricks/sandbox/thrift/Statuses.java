package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TOperationState;
import com.databricks.jdbc.model.client.thrift.generated.TStatus;
import com.databricks.jdbc.model.client.thrift.generated.TStatusCode;
import io.penstock.databricks.sandbox.engine.RunningStatement;
import io.penstock.databricks.sandbox.engine.SqlFailure;

/** The protocol's words for how things went. */
final class Statuses {
    private Statuses() {}

    static TStatus success() {
        return new TStatus(TStatusCode.SUCCESS_STATUS);
    }

    static TStatus unknownHandle() {
        return new TStatus(TStatusCode.INVALID_HANDLE_STATUS)
                .setSqlState("HY000")
                .setErrorMessage("The handle is not known; the server may have been started anew.");
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
