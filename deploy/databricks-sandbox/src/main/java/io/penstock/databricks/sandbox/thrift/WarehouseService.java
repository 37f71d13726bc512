package io.penstock.databricks.sandbox.thrift;

import com.databricks.internal.apache.thrift.TException;
import com.databricks.jdbc.model.client.thrift.generated.TCancelOperationReq;
import com.databricks.jdbc.model.client.thrift.generated.TCancelOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationReq;
import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TCloseSessionReq;
import com.databricks.jdbc.model.client.thrift.generated.TCloseSessionResp;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementReq;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementResp;
import com.databricks.jdbc.model.client.thrift.generated.TFetchOrientation;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsReq;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TNamespace;
import com.databricks.jdbc.model.client.thrift.generated.TOpenSessionReq;
import com.databricks.jdbc.model.client.thrift.generated.TOpenSessionResp;
import com.databricks.jdbc.model.client.thrift.generated.TOperationHandle;
import com.databricks.jdbc.model.client.thrift.generated.TOperationType;
import com.databricks.jdbc.model.client.thrift.generated.TProtocolVersion;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import com.databricks.jdbc.model.client.thrift.generated.TSparkParameter;
import io.penstock.databricks.sandbox.engine.RunningStatement;
import io.penstock.databricks.sandbox.engine.SparkEngine;
import io.penstock.databricks.sandbox.engine.SqlFailure;
import io.penstock.databricks.sandbox.engine.WarehouseSession;
import io.penstock.databricks.sandbox.history.StatementHistory;
import io.penstock.databricks.sandbox.lakehouse.Browser;
import io.penstock.databricks.sandbox.sql.Parameter;
import io.penstock.databricks.sandbox.sql.Placeholders;
import io.penstock.databricks.sandbox.sql.UnboundParameterException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The warehouse as the driver sees it: sessions, statements and their rows. What is asked for and what is answered
 * follows driver 3.4.5; see the module's README for the places where the driver is particular. Called from many
 * threads.
 */
public final class WarehouseService extends MetadataCalls {
    /**
     * How long the first answer waits for the statement: most end by then, and the driver can only cancel afterwards.
     */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    /** How long a question about the state waits for an end, which saves the driver's pause between questions. */
    private static final Duration STATUS_WAIT = Duration.ofMillis(200);

    private static final long DEFAULT_ROWS = 100_000;

    /** Who calls, for the length of one call; without one it is the sandbox itself. */
    public static final ScopedValue<String> CALLER = ScopedValue.newInstance();

    private final SparkEngine engine;
    private final StatementHistory history;
    private final Map<UUID, WarehouseSession> sessions = new ConcurrentHashMap<>();
    private final Map<UUID, OpenStatement> statements = new ConcurrentHashMap<>();

    private record OpenStatement(UUID session, RunningStatement running) {}

    /** Serves the engine's lakehouse and notes every statement. */
    public WarehouseService(SparkEngine engine, StatementHistory history) {
        super(new MetadataTables(new Browser(engine.lakehouse())));
        this.engine = engine;
        this.history = history;
    }

    @Override
    Optional<WarehouseSession> session(TSessionHandle handle) {
        return Optional.ofNullable(sessions.get(Handles.id(handle)));
    }

    @Override
    public TOpenSessionResp OpenSession(TOpenSessionReq request) throws TException {
        WarehouseSession session = CALLER.isBound() ? engine.open(CALLER.get()) : engine.open();
        session.configure(Optional.ofNullable(request.getConfiguration()).orElse(Map.of()));
        Optional<SqlFailure> refused = enter(session, Optional.ofNullable(request.getInitialNamespace()));
        if (refused.isPresent()) {
            return new TOpenSessionResp(Statuses.error(refused.get()), TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V9);
        }
        UUID id = UUID.randomUUID();
        sessions.put(id, session);
        return new TOpenSessionResp(Statuses.success(), TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V9)
                .setSessionHandle(Handles.session(id))
                .setConfiguration(Map.of())
                .setInitialNamespace(request.getInitialNamespace())
                .setCanUseMultipleCatalogs(true);
    }

    private static Optional<SqlFailure> enter(WarehouseSession session, Optional<TNamespace> namespace) {
        List<String> moves = namespace
                .map(asked -> java.util.stream.Stream.of(
                                Optional.ofNullable(asked.getCatalogName())
                                        .filter(name -> !name.isEmpty())
                                        .map(name -> "SET CATALOG `" + name + "`"),
                                Optional.ofNullable(asked.getSchemaName())
                                        .filter(name -> !name.isEmpty())
                                        .map(name -> "USE `" + name + "`"))
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of());
        return moves.stream()
                .map(sql -> ended(session.start(sql, Duration.ZERO)))
                .flatMap(statement -> statement.failure().stream())
                .findFirst();
    }

    private static RunningStatement ended(RunningStatement statement) {
        waitFor(statement, Duration.ofMinutes(1));
        return statement;
    }

    /** Forgets every session and ends its statements, as a warehouse does that was started anew. */
    public void dropSessions() {
        List.copyOf(sessions.keySet()).forEach(this::drop);
    }

    private void drop(UUID id) {
        Optional.ofNullable(sessions.remove(id)).ifPresent(WarehouseSession::close);
        statements.values().removeIf(statement -> statement.session().equals(id));
    }

    @Override
    public TCloseSessionResp CloseSession(TCloseSessionReq request) {
        drop(Handles.id(request.getSessionHandle()));
        return new TCloseSessionResp(Statuses.success());
    }

    @Override
    public TExecuteStatementResp ExecuteStatement(TExecuteStatementReq request) {
        UUID sessionId = Handles.id(request.getSessionHandle());
        Optional<WarehouseSession> session = session(request.getSessionHandle());
        if (session.isEmpty()) {
            return new TExecuteStatementResp(Statuses.unknownSession(sessionId));
        }
        UUID id = UUID.randomUUID();
        TOperationHandle handle = Handles.operation(id, TOperationType.EXECUTE_STATEMENT);
        RunningStatement running;
        try {
            String sql = Placeholders.bind(request.getStatement(), parameters(request));
            history.started(id, request.getStatement(), sql, Instant.now());
            running = session.get().start(sql, Duration.ofSeconds(request.getQueryTimeout()));
        } catch (UnboundParameterException e) {
            return new TExecuteStatementResp(Statuses.error(new SqlFailure("42P02", e.getMessage())))
                    .setOperationHandle(handle);
        } catch (IllegalArgumentException e) {
            return new TExecuteStatementResp(Statuses.error(new SqlFailure("22023", e.getMessage())))
                    .setOperationHandle(handle);
        }
        statements.put(id, new OpenStatement(sessionId, running));
        return begun(request, id, handle, running);
    }

    private TExecuteStatementResp begun(
            TExecuteStatementReq request, UUID id, TOperationHandle handle, RunningStatement running) {
        RunningStatement.State state = waitFor(running, request.isRunAsync() ? FIRST_WAIT : Duration.ofDays(1));
        if (state == RunningStatement.State.FAILED) {
            statements.remove(id);
            return new TExecuteStatementResp(Statuses.error(running.failure().orElseThrow()))
                    .setOperationHandle(handle);
        }
        TExecuteStatementResp answer = new TExecuteStatementResp(Statuses.success()).setOperationHandle(handle);
        if (state == RunningStatement.State.FINISHED && request.isSetGetDirectResults()) {
            answer.setDirectResults(StatementAnswers.direct(
                    running, rows(request.getGetDirectResults().getMaxRows())));
            if (answer.getDirectResults().isSetCloseOperation()) {
                statements.remove(id);
            }
        }
        return answer;
    }

    private static List<Parameter> parameters(TExecuteStatementReq request) {
        List<TSparkParameter> sent =
                Optional.ofNullable(request.getParameters()).orElse(List.of());
        return sent.stream().map(WarehouseService::parameter).toList();
    }

    private static Parameter parameter(TSparkParameter sent) {
        Optional<String> value =
                Optional.ofNullable(sent.getValue()).map(given -> String.valueOf(given.getFieldValue()));
        return new Parameter(Optional.ofNullable(sent.getType()).orElse("VOID"), value);
    }

    @Override
    public TGetOperationStatusResp GetOperationStatus(TGetOperationStatusReq request) {
        return with(
                request.getOperationHandle(),
                new TGetOperationStatusResp(Statuses.unknownOperation(Handles.id(request.getOperationHandle()))),
                statement -> {
                    waitFor(statement, STATUS_WAIT);
                    return StatementAnswers.status(statement);
                });
    }

    @Override
    public TGetResultSetMetadataResp GetResultSetMetadata(TGetResultSetMetadataReq request) {
        return with(
                request.getOperationHandle(),
                new TGetResultSetMetadataResp(Statuses.unknownOperation(Handles.id(request.getOperationHandle()))),
                statement -> StatementAnswers.metadata(statement.result().schema()));
    }

    @Override
    public TFetchResultsResp FetchResults(TFetchResultsReq request) {
        return with(
                request.getOperationHandle(),
                new TFetchResultsResp(Statuses.unknownOperation(Handles.id(request.getOperationHandle()))),
                statement -> {
                    long from = request.getOrientation() == TFetchOrientation.FETCH_ABSOLUTE
                            ? request.getStartRowOffset()
                            : statement.result().nextRow();
                    TFetchResultsResp rows = StatementAnswers.rows(statement, from, rows(request.getMaxRows()));
                    return request.isIncludeResultSetMetadata()
                            ? rows.setResultSetMetadata(
                                    StatementAnswers.metadata(statement.result().schema()))
                            : rows;
                });
    }

    @Override
    public TCancelOperationResp CancelOperation(TCancelOperationReq request) {
        return with(
                request.getOperationHandle(),
                new TCancelOperationResp(Statuses.unknownOperation(Handles.id(request.getOperationHandle()))),
                statement -> {
                    statement.cancel();
                    return new TCancelOperationResp(Statuses.success());
                });
    }

    @Override
    public TCloseOperationResp CloseOperation(TCloseOperationReq request) {
        Optional.ofNullable(statements.remove(Handles.id(request.getOperationHandle())))
                .ifPresent(statement -> statement.running().cancel());
        return new TCloseOperationResp(Statuses.success());
    }

    private <T> T with(TOperationHandle handle, T unknown, Function<RunningStatement, T> answer) {
        OpenStatement statement = statements.get(Handles.id(handle));
        return statement == null ? unknown : answer.apply(statement.running());
    }

    private static long rows(long asked) {
        return asked > 0 ? asked : DEFAULT_ROWS;
    }

    private static RunningStatement.State waitFor(RunningStatement statement, Duration atMost) {
        try {
            return statement.await(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return statement.state();
        }
    }
}
