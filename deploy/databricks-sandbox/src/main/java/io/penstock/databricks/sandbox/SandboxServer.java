package io.penstock.databricks.sandbox;

import io.penstock.databricks.sandbox.access.Grants;
import io.penstock.databricks.sandbox.access.GrantsEndpoint;
import io.penstock.databricks.sandbox.control.ControlEndpoint;
import io.penstock.databricks.sandbox.control.TokenSwitch;
import io.penstock.databricks.sandbox.control.WarehouseState;
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
import java.util.Optional;

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
            SparkEngine engine =
                    SparkEngine.start(new Lakehouse(options.root(), options.catalogs()), new Grants(), state);
            try {
                WarehouseState warehouse = new WarehouseState(Clock.systemUTC());
                StatementHistory history = new StatementHistory();
                WarehouseService service = new WarehouseService(engine, history);
                ThriftEndpoint thrift = new ThriftEndpoint(service, warehouse);
                TokenIssuer issuer = new TokenIssuer("http://127.0.0.1:" + front.port() + "/oidc", Clock.systemUTC());
                TokenSwitch tokens = new TokenSwitch(check(options, issuer), issuer::expireAll);
                front.guarded(ThriftEndpoint.PATH, tokens, thrift)
                        .guarded(UnityCatalogEndpoint.PATH, tokens, new UnityCatalogEndpoint(engine))
                        .guarded(QueryHistoryEndpoint.PATH, tokens, new QueryHistoryEndpoint(history))
                        .open(OAuthEndpoint.PATH, new OAuthEndpoint(issuer, options.client()))
                        .open(GrantsEndpoint.PATH, new GrantsEndpoint(engine.grants()))
                        .open(ControlEndpoint.PATH, new ControlEndpoint(warehouse, tokens, service::dropSessions))
                        .open("/telemetry", call -> HttpAnswer.json(200, "{}"))
                        .open("/sandbox/health", call -> HttpAnswer.json(200, "{\"status\":\"UP\"}"));
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

    private static TokenCheck check(SandboxOptions options, TokenIssuer issuer) {
        if (options.token().isEmpty() && options.client().isEmpty()) {
            return token -> Optional.of(token).filter(any -> !any.isEmpty());
        }
        return token -> issuer.client(token).or(() -> options.token().filter(expected -> same(expected, token)));
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
