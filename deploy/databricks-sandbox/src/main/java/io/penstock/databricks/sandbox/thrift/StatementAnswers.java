package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TRowSet;
import com.databricks.jdbc.model.client.thrift.generated.TSparkArrowBatch;
import com.databricks.jdbc.model.client.thrift.generated.TSparkDirectResults;
import com.databricks.jdbc.model.client.thrift.generated.TSparkRowSetType;
import io.penstock.databricks.sandbox.engine.RunningStatement;
import io.penstock.databricks.sandbox.engine.SqlFailure;
import io.penstock.databricks.sandbox.engine.StatementFailedException;
import io.penstock.databricks.sandbox.results.ResultSchema;
import io.penstock.databricks.sandbox.results.RowBlock;
import java.nio.ByteBuffer;
import java.util.List;

/** A statement's state and rows as messages. */
final class StatementAnswers {
    private StatementAnswers() {}

    /**
     * State of the statement. An error travels in the state, with a status of success: otherwise the driver loses the
     * text.
     */
    static TGetOperationStatusResp status(RunningStatement statement) {
        TGetOperationStatusResp answer = new TGetOperationStatusResp(Statuses.success())
                .setOperationState(Statuses.operation(statement.state()))
                .setHasResultSet(true);
        statement
                .failure()
                .ifPresent(failure -> answer.setSqlState(failure.sqlState())
                        .setErrorMessage(failure.message())
                        .setDisplayMessage(failure.message())
                        .setStatus(Statuses.success()
                                .setSqlState(failure.sqlState())
                                .setErrorMessage(failure.message())));
        return answer;
    }

    static TGetResultSetMetadataResp metadata(ResultSchema schema) {
        return new TGetResultSetMetadataResp(Statuses.success())
                .setSchema(ThriftTypes.schema(schema.asked()))
                .setResultFormat(TSparkRowSetType.ARROW_BASED_SET)
                .setArrowSchema(ByteBuffer.wrap(schema.arrowMessage()))
                .setLz4Compressed(false)
                .setIsStagingOperation(false);
    }

    static TFetchResultsResp rows(RunningStatement statement, long firstRow, long maxRows) {
        try {
            RowBlock block = statement.rows(firstRow, maxRows);
            List<TSparkArrowBatch> batches = block.batches().stream()
                    .map(batch -> new TSparkArrowBatch(ByteBuffer.wrap(batch.message()), batch.rows()))
                    .toList();
            TRowSet rows = new TRowSet(block.firstRow(), List.of()).setArrowBatches(batches);
            return new TFetchResultsResp(Statuses.success()).setResults(rows).setHasMoreRows(block.more());
        } catch (StatementFailedException e) {
            return new TFetchResultsResp(Statuses.error(e.failure())).setHasMoreRows(false);
        } catch (IllegalStateException e) {
            SqlFailure failure = statement.failure().orElse(new SqlFailure("HY010", e.getMessage()));
            return new TFetchResultsResp(Statuses.error(failure)).setHasMoreRows(false);
        }
    }

    /** Everything about a finished statement in one message; closed at once if no rows are left. */
    static TSparkDirectResults direct(RunningStatement statement, long maxRows) {
        TFetchResultsResp rows = rows(statement, 0, maxRows);
        TSparkDirectResults direct = new TSparkDirectResults()
                .setOperationStatus(status(statement))
                .setResultSetMetadata(metadata(statement.result().schema()))
                .setResultSet(rows);
        return rows.isHasMoreRows() ? direct : direct.setCloseOperation(new TCloseOperationResp(Statuses.success()));
    }
}
