package io.penstock.databricks.sandbox;

import com.databricks.internal.apache.thrift.TConfiguration;
import com.databricks.internal.apache.thrift.TException;
import com.databricks.internal.apache.thrift.protocol.TBinaryProtocol;
import com.databricks.internal.apache.thrift.transport.TEndpointTransport;
import com.databricks.internal.apache.thrift.transport.TTransportException;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementReq;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementResp;
import com.databricks.jdbc.model.client.thrift.generated.TOpenSessionReq;
import com.databricks.jdbc.model.client.thrift.generated.TProtocolVersion;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import com.databricks.jdbc.model.client.thrift.generated.TSparkGetDirectResults;
import com.databricks.jdbc.model.client.thrift.generated.TStatusCode;
import io.penstock.databricks.sandbox.lakehouse.FolderTree;
import io.penstock.databricks.sandbox.thrift.ThriftEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a first user does, so that an ahead-of-time cache knows the classes it takes. Talks Thrift to the running server
 * without the driver, whose thousands of classes would only make the cache bigger.
 */
final class Training {
    private static final List<String> STATEMENTS = List.of(
            "CREATE CATALOG IF NOT EXISTS main",
            "CREATE SCHEMA IF NOT EXISTS main.demo",
            "CREATE TABLE main.demo.scores (id BIGINT, score DOUBLE, tags ARRAY<STRING>, day DATE)"
                    + " TBLPROPERTIES ('delta.enableRowTracking' = 'true', 'delta.enableChangeDataFeed' = 'true',"
                    + " 'delta.columnMapping.mode' = 'name')",
            "INSERT INTO main.demo.scores SELECT id, id / 7, array('a', 'b'), current_date() FROM range(100)",
            "SELECT to_json(struct(*), map('ignoreNullFields', 'false')) AS j, _metadata.row_commit_version AS v"
                    + " FROM main.demo.scores WHERE day > DATEADD(DAY, -1, CURRENT_DATE())",
            "DESCRIBE QUERY SELECT id, score::DOUBLE AS score FROM main.demo.scores",
            "MERGE INTO main.demo.scores AS t USING (SELECT inline(from_json('[{\"id\":1000}]',"
                    + " 'ARRAY<STRUCT<id:BIGINT>>', map('mode', 'FAILFAST')))) AS s ON t.id = s.id"
                    + " WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
            "DESCRIBE HISTORY main.demo.scores LIMIT 1",
            "SELECT count(*) FROM table_changes('main.demo.scores', 1)",
            "ALTER TABLE main.demo.scores RENAME COLUMN score TO likelihood",
            "ALTER TABLE main.demo.scores ADD COLUMNS (tier STRING)",
            "UPDATE main.demo.scores SET tier = 'pro' WHERE id = 1",
            // From here on as with large tables.
            "SET spark.sql.codegen.wholeStage = true",
            "SET spark.sql.codegen.factoryMode = FALLBACK",
            "SELECT to_json(struct(*)) AS j FROM main.demo.scores WHERE likelihood > 1 ORDER BY id");

    private Training() {}

    /** Runs the statements in a temporary folder; takes about as long as a cold start with a first query. */
    static void run() {
        try {
            Path root = Files.createTempDirectory("databricks-sandbox-training");
            try (SandboxServer server = SandboxServer.start(SandboxOptions.of(root))) {
                HttpURLConnection health =
                        (HttpURLConnection) URI.create("http://127.0.0.1:" + server.port() + "/sandbox/health")
                                .toURL()
                                .openConnection();
                if (health.getResponseCode() != 200) {
                    throw new IllegalStateException("The sandbox is not healthy: " + health.getResponseCode());
                }
                statements(new TCLIService.Client(new TBinaryProtocol(new Loop(server.thrift()))));
            } finally {
                FolderTree.delete(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void statements(TCLIService.Client client) throws TException {
        TSessionHandle session = client.OpenSession(
                        new TOpenSessionReq().setClient_protocol(TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V9))
                .getSessionHandle();
        for (String sql : STATEMENTS) {
            TExecuteStatementResp answer = client.ExecuteStatement(
                    new TExecuteStatementReq(session, sql).setGetDirectResults(new TSparkGetDirectResults(1000)));
            if (answer.getStatus().getStatusCode() != TStatusCode.SUCCESS_STATUS) {
                throw new IllegalStateException(answer.getStatus().getErrorMessage());
            }
        }
    }

    /** The client's end of a connection that is a method call. */
    private static final class Loop extends TEndpointTransport {
        private final ThriftEndpoint server;
        private final ByteArrayOutputStream request = new ByteArrayOutputStream();
        private byte[] answer = new byte[0];
        private int position;

        Loop(ThriftEndpoint server) throws TTransportException {
            super(new TConfiguration());
            this.server = server;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void open() {
            request.reset();
        }

        @Override
        public void close() {
            request.reset();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            request.write(bytes, offset, length);
        }

        @Override
        public void flush() throws TTransportException {
            try {
                answer = server.message(request.toByteArray());
            } catch (TException e) {
                throw new TTransportException(e);
            }
            position = 0;
            request.reset();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int read = Math.min(length, answer.length - position);
            System.arraycopy(answer, position, bytes, offset, read);
            position += read;
            return read;
        }
    }
}
