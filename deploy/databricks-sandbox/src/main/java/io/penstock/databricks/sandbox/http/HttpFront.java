package io.penstock.databricks.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The listener on 127.0.0.1. Endpoints are found by the longest path that the request's path starts with. */
public final class HttpFront implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());
    private static final int BACKLOG = 64;
    private static final int SECONDS_TO_STOP = 1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("sandbox-http-", 0).factory());
    private final Map<String, HttpEndpoint> endpoints = new ConcurrentSkipListMap<>();

    /**
     * Takes the port, but does not answer yet.
     *
     * @param port 0 for any free one
     * @throws IOException if the port is taken
     */
    public HttpFront(int port) throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    /** The port that was taken. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Puts an open endpoint at a path. */
    public HttpFront open(String path, HttpEndpoint endpoint) {
        endpoints.put(path, endpoint);
        return this;
    }

    /** Puts an endpoint at a path that answers 401 to requests without a good token. */
    public HttpFront guarded(String path, TokenCheck check, HttpEndpoint endpoint) {
        return open(path, call -> {
            Optional<String> token = call.bearer();
            if (token.isEmpty()) {
                return unauthenticated("Credential was not sent or was of an unsupported type for this API.");
            }
            return token.flatMap(check::principal)
                    .map(principal -> endpoint.answer(call.by(principal)))
                    .orElseGet(() -> unauthenticated("Invalid access token."));
        });
    }

    private static HttpAnswer unauthenticated(String message) {
        HttpAnswer answer = HttpAnswer.error(401, "UNAUTHENTICATED", message);
        return new HttpAnswer(
                answer.status(),
                answer.contentType(),
                answer.body(),
                Map.of("WWW-Authenticate", "Bearer", "X-Databricks-Reason-Phrase", message));
    }

    /** Begins to answer. */
    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.stop(SECONDS_TO_STOP);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpAnswer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private HttpAnswer answer(HttpExchange exchange) throws IOException {
        HttpCall call = read(exchange);
        Optional<HttpEndpoint> endpoint = endpoints.entrySet().stream()
                .filter(entry -> call.path().startsWith(entry.getKey()))
                .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
                .map(Map.Entry::getValue);
        if (endpoint.isEmpty()) {
            return HttpAnswer.error(404, "ENDPOINT_NOT_FOUND", "The sandbox has nothing at this path.");
        }
        try {
            return endpoint.get().answer(call);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Request failed: " + call.method() + " " + call.path(), e);
            return HttpAnswer.error(500, "INTERNAL_ERROR", "The sandbox failed; its log says why.");
        }
    }

    private static HttpCall read(HttpExchange exchange) throws IOException {
        // From the raw text: as a URI, "//sql/1.0" would be host "sql" and path "/1.0".
        String[] target = exchange.getRequestURI().toString().split("\\?", 2);
        return new HttpCall(
                exchange.getRequestMethod(),
                target[0].replaceAll("/{2,}", "/"),
                target.length > 1 ? HttpCall.pairs(target[1]) : Map.of(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                exchange.getRequestBody().readAllBytes(),
                Optional.empty());
    }
}
