package io.penstock.customerio.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.track.OperationReader;
import io.penstock.customerio.sandbox.webhook.Mailroom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The listener, on the loopback address only: one port, three faces, a virtual thread for each request. */
public final class SandboxServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SandboxServer.class.getName());
    private static final int LARGEST_BODY = 16 << 20;
    /** Long queue of connections: tests open many at once. */
    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Routes> faces;

    /**
     * The region is {@code us} or {@code eu}. Binds the port, 0 for any free one, and fails when it is taken; serves
     * after {@link #start}.
     */
    public SandboxServer(
            int port,
            Credentials credentials,
            String region,
            OperationReader reader,
            FaultPlan faults,
            Intake intake,
            Mailroom mailroom)
            throws IOException {
        tuneTheJdksServer();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        var regionBody =
                Json.object().put("url", uri().toString()).put("region", region).put("environment_id", 1);
        faces = Map.of(
                "/api/", new TrackRoutes(credentials, reader, faults, intake, regionBody),
                "/v1/", new AppRoutes(credentials, faults, intake),
                "/sandbox/", new InspectionRoutes(intake, faults, mailroom));
    }

    /** The JDK's server is tuned by system properties only, read once in a process. What the caller has set stays. */
    private static void tuneTheJdksServer() {
        Map<String, String> settings = Map.of(
                // It writes head and body apart; without this every answer would wait for a delayed ACK.
                "sun.net.httpserver.nodelay", "true",
                // It drops idle connections after 30 s, just when clients use theirs again.
                "sun.net.httpserver.idleInterval", "600",
                "sun.net.httpserver.maxIdleConnections", "10000");
        settings.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    }

    public void start() {
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            send(exchange, answer(exchange));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            exchange.close();
        } catch (IOException gone) {
            exchange.close();
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.ERROR, "A request could not be answered.", broken);
            send(exchange, Answer.error(500, "The sandbox itself failed; see its log."));
        } catch (Error fatal) {
            exchange.close(); // the caller must not wait for ever
            throw fatal;
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return Answer.error(413, "The sandbox reads at most 16 MiB.");
        }
        String path = exchange.getRequestURI().getRawPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        try {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    path,
                    Request.query(exchange.getRequestURI().getRawQuery()),
                    authorization == null ? "" : authorization,
                    body);
            for (Map.Entry<String, Routes> face : faces.entrySet()) {
                if (path.startsWith(face.getKey())) {
                    return face.getValue().answer(request);
                }
            }
            return Answer.error(404, "Nothing is served here.");
        } catch (IllegalArgumentException refused) {
            return Answer.error(400, String.valueOf(refused.getMessage()));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer == Answer.CUT) {
            exchange.close(); // nothing was sent, so this closes the connection
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), headLength(answer.body()));
        try (var out = exchange.getResponseBody()) {
            answer.body().writeTo(out);
        }
    }

    /** The JDK's server reads 0 as "in pieces" and -1 as "nothing". */
    private static long headLength(Body body) {
        if (body.length() == 0) {
            return -1;
        }
        return Math.max(0, body.length());
    }

    /** Stops at once and cuts the connections; what a request under way was writing is written, given a second. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException stop) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
