package io.penstock.databricks.sandbox;

import io.penstock.databricks.sandbox.engine.SparkEngine;
import io.penstock.databricks.sandbox.history.QueryHistoryEndpoint;
import io.penstock.databricks.sandbox.history.StatementHistory;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpFront;
import io.penstock.databricks.sandbox.http.TokenCheck;
import io.penstock.databricks.sandbox.lakehouse.FolderTree;
import io.penstock.databricks.sandbox.lakehouse.Lakehouse;
import io.penstock.databricks.sandbox.oauth.OAuthEndpoint;
import io.penstock.databricks.sandbox.oauth.TokenIssuer;
import io.penstock.databricks.sandbox.thrift.ThriftEndpoint;
import io.penstock.databricks.sandbox.thrift.WarehouseService;
import io.penstock.databricks.sandbox.unity.UnityCatalogEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;

/** A running sandbox: one Spark, one listener. Spark allows one per process. */
public final class SandboxServer implements AutoCloseable {
    private final HttpFront front;
    private final SparkEngine engine;
    private final ThriftEndpoint thrift;
    private final Path temporary;

    private SandboxServer(HttpFront front, SparkEngine engine, ThriftEndpoint thrift, Path temporary) {
        this.front = front;
        this.engine = engine;
        this.thrift = thrift;
        this.temporary = temporary;
    }

    /**
     * Starts everything; takes seconds. When it returns, a query works.
     *
     * @throws IOException if the port is taken or a folder cannot be made
     */
    public static SandboxServer start(SandboxOptions options) throws IOException {
        HttpFront front = new HttpFront(options.port()); // first: a taken port should not cost a start of Spark
        Path temporary = Files.createTempDirectory("databricks-sandbox");
        try {
            if (options.root().isPresent()) {
                Files.createDirectories(options.root().get());
            }
            Path state = options.stateDir().orElse(temporary);
            Files.createDirectories(state);
            SparkEngine engine = SparkEngine.start(new Lakehouse(options.root(), options.catalogs()), state);
            try {
                StatementHistory history = new StatementHistory();
                ThriftEndpoint thrift = new ThriftEndpoint(new WarehouseService(engine, history));
                endpoints(front, options, engine, thrift, history);
                front.start();
                return new SandboxServer(front, engine, thrift, temporary);
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            front.close();
            FolderTree.delete(temporary);
            throw e;
        }
    }

    private static void endpoints(
            HttpFront front,
            SandboxOptions options,
            SparkEngine engine,
            ThriftEndpoint thrift,
            StatementHistory history) {
        TokenIssuer issuer = new TokenIssuer("http://127.0.0.1:" + front.port() + "/oidc", Clock.systemUTC());
        TokenCheck check = check(options, issuer);
        front.guarded(ThriftEndpoint.PATH, check, thrift)
                .guarded(UnityCatalogEndpoint.PATH, check, new UnityCatalogEndpoint(engine))
                .guarded(QueryHistoryEndpoint.PATH, check, new QueryHistoryEndpoint(history))
                .open(OAuthEndpoint.PATH, new OAuthEndpoint(issuer, options.client()))
                .open("/telemetry", call -> HttpAnswer.json(200, "{}"))
                .open("/sandbox/health", call -> HttpAnswer.json(200, "{\"status\":\"UP\"}"));
    }

    private static TokenCheck check(SandboxOptions options, TokenIssuer issuer) {
        if (options.token().isEmpty() && options.client().isEmpty()) {
            return token -> !token.isEmpty();
        }
        return token -> issuer.recognises(token)
                || options.token().filter(expected -> same(expected, token)).isPresent();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** The port that it listens on. */
    public int port() {
        return front.port();
    }

    ThriftEndpoint thrift() {
        return thrift;
    }

    /** Stops listening, cancels what runs, stops Spark and removes its temporary files. */
    @Override
    public void close() {
        front.close();
        engine.close();
        FolderTree.delete(temporary);
    }
}
