package io.penstock.customerio.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
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
    private final Optional<HttpServer> secure;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Optional<Redirect> redirect;
    private final Map<String, Routes> faces;
    private final Routes pipelines;
    private final Routes page;

    /** Binds the ports and fails when one is taken; serves after {@link #start}. */
    public SandboxServer(Listening listening, Credentials credentials, Backstage stage) throws IOException {
        tuneTheJdksServer();
        server = HttpServer.create(address(listening.port()), BACKLOG);
        secure =
                listening.tls().isPresent() ? Optional.of(secure(listening.tls().get())) : Optional.empty();
        for (HttpServer each : all()) {
            each.setExecutor(executor);
            each.createContext("/", this::handle);
        }
        redirect = listening.redirect();
        var region = Json.object()
                .put("url", redirect.map(Redirect::to).orElse(uri()).toString())
                .put("region", listening.region())
                .put("environment_id", 1);
        RateLimits limits = listening.limits();
        faces = Map.of(
                "/api/",
                        new TrackRoutes(
                                credentials,
                                stage.track(),
                                stage.faults(),
                                stage.intake(),
                                limit(limits.track(), limits, stage),
                                region),
                "/v1/", new AppRoutes(credentials, limit(limits.app(), limits, stage), stage),
                "/sandbox/",
                        new InspectionRoutes(
                                stage.intake(),
                                stage.faults(),
                                stage.mailroom(),
                                listening.tls().map(Tls::certificate)));
        pipelines = new PipelinesRoutes(
                credentials,
                stage.pipelines(),
                stage.faults(),
                stage.intake(),
                limit(limits.pipelines(), limits, stage));
        page = new PageRoutes(stage.intake());
    }

    private static RateLimit limit(int perSecond, RateLimits limits, Backstage stage) {
        return new RateLimit(perSecond, limits.over(), stage.clock(), System::nanoTime);
    }

    private static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    }

    private HttpServer secure(Tls tls) throws IOException {
        try {
            HttpsServer https = HttpsServer.create(address(tls.port()), BACKLOG);
            https.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
            return https;
        } catch (IOException taken) {
            server.stop(0);
            throw taken;
        }
    }

    private List<HttpServer> all() {
        return secure.map(https -> List.of(server, https)).orElse(List.of(server));
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
        all().forEach(HttpServer::start);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Empty without a TLS listener. */
    public Optional<URI> secureUri() {
        return secure.map(
                https -> URI.create("https://127.0.0.1:" + https.getAddress().getPort()));
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
            fail(exchange);
        } catch (Error fatal) {
            exchange.close(); // the caller must not wait for ever
            throw fatal;
        }
    }

    private static void fail(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(500, -1);
        exchange.close();
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return Answer.error(413, "The sandbox reads at most 16 MiB.");
        }
        try {
            return face(exchange.getRequestURI().getRawPath()).answer(request(exchange, body));
        } catch (IllegalArgumentException refused) {
            return Answer.error(400, String.valueOf(refused.getMessage()));
        }
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                headers,
                body);
    }

    private Routes face(String path) {
        if (path.equals("/")) {
            return page;
        }
        if (PipelinesRoutes.serves(path)) {
            return pipelines;
        }
        if (redirect.isPresent() && path.startsWith("/api/") && !path.equals(TrackRoutes.REGION)) {
            return redirect.get()::answer;
        }
        return faces.entrySet().stream()
                .filter(face -> path.startsWith(face.getKey()))
                .findFirst()
                .<Routes>map(Map.Entry::getValue)
                .orElse(none -> Answer.error(404, "Nothing is served here."));
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        if (answer == Answer.SILENCE) {
            closing.await(); // the client gives up long before
            exchange.close();
            return;
        }
        if (answer == Answer.CUT) {
            exchange.close(); // nothing was sent, so this closes the connection
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), headLength(answer.body()));
        var out = exchange.getResponseBody();
        answer.body().writeTo(out); // when it fails the exchange is closed, which cuts; closing the stream would not
        out.close();
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
        closing.countDown();
        all().forEach(each -> each.stop(0));
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
