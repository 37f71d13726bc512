package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.run.SourceFactory;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connecting to a warehouse that does not answer as it should. */
@Timeout(60)
class DatabricksSourcesTest {
    private static final SourceFactory.Request REQUEST =
            new SourceFactory.Request("main.ml.scores", null, ReadMode.ROW_VERSION, "p");

    private final CountDownLatch asked = new CountDownLatch(1);
    private final HttpServer server;

    DatabricksSourcesTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRefusedTokenIsSaidAndIsInNoMessage() {
        answer(401, "{\"message\":\"Invalid access token\"}");
        try (DatabricksSources sources = sources(Duration.ofMinutes(1))) {
            SourceException failure = catchThrowableOfType(SourceException.class, () -> sources.open(spec(), REQUEST));

            assertThat(failure.fault()).isEqualTo(Fault.CREDENTIALS);
            assertThat(failure.getMessage()).doesNotContain("dapi-secret").contains("127.0.0.1");
        }
    }

    @Test
    void aSecretThatIsNotThereIsAMatterOfCredentials() {
        try (DatabricksSources sources =
                new DatabricksSources(name -> null, DatabricksUrlTest.SETTINGS, connection -> ColumnFacts.NONE)) {
            assertThat(catchThrowableOfType(SourceException.class, () -> sources.open(spec(), REQUEST))
                            .fault())
                    .isEqualTo(Fault.CREDENTIALS);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAWarehouseThatStarts() throws Exception {
        answer(503, "starting");
        try (DatabricksSources sources = sources(Duration.ofMinutes(20))) {
            CompletableFuture<Fault> fault = new CompletableFuture<>();
            Thread thread = opening(sources, fault);

            thread.interrupt();

            assertThat(fault.get(20, TimeUnit.SECONDS)).isEqualTo(Fault.CANCELLED);
        }
    }

    @Test
    void closingTheFactoryEndsTheWaitForAWarehouseThatStarts() throws Exception {
        answer(503, "starting");
        CompletableFuture<Fault> fault = new CompletableFuture<>();
        try (DatabricksSources sources = sources(Duration.ofMinutes(20))) {
            opening(sources, fault);
        }
        assertThat(fault.get(20, TimeUnit.SECONDS)).isEqualTo(Fault.CANCELLED);
    }

    @Test
    void theWaitForAConnectionHasAnEnd() {
        answer(503, "starting");
        try (DatabricksSources sources = sources(Duration.ofMillis(200))) {
            assertThat(catchThrowableOfType(SourceException.class, () -> sources.open(spec(), REQUEST))
                            .fault()
                            .retrySoon())
                    .isTrue();
        }
    }

    @Test
    void nothingIsOpenedAfterClosing() {
        DatabricksSources sources = sources(Duration.ofMinutes(1));
        sources.close();

        assertThat(catchThrowableOfType(SourceException.class, () -> sources.open(spec(), REQUEST))
                        .fault())
                .isEqualTo(Fault.CANCELLED);
    }

    /** Returns once the warehouse was asked. */
    private Thread opening(DatabricksSources sources, CompletableFuture<Fault> fault) throws InterruptedException {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                sources.open(spec(), REQUEST).close();
            } catch (SourceException e) {
                fault.complete(e.fault());
            }
        });
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        return thread;
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            boolean statement = exchange.getRequestURI().getPath().contains("warehouses");
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(statement ? status : 404, body.length());
            exchange.getResponseBody().write(body.getBytes());
            exchange.close();
            if (statement) {
                asked.countDown();
            }
        });
    }

    private static DatabricksSources sources(Duration acquireTimeout) {
        WarehouseSettings settings =
                new WarehouseSettings(Duration.ofMinutes(1), 2, Duration.ofMinutes(1), acquireTimeout, "Penstock/test");
        return new DatabricksSources(name -> "dapi-secret", settings, connection -> ColumnFacts.NONE);
    }

    private ConnectionSpec.Databricks spec() {
        return new ConnectionSpec.Databricks(
                "127.0.0.1",
                server.getAddress().getPort(),
                false,
                "/sql/1.0/warehouses/local",
                new SecretRef("TOKEN", null),
                null,
                null);
    }
}
