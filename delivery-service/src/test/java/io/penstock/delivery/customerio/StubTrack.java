package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Track and Pipelines API on loopback that answers as a test tells it to, and remembers what came. */
public final class StubTrack implements AutoCloseable {
    /** One request: its path, its headers and its calls, one unless it is a batch. */
    public record Seen(String path, String authorization, String contentType, List<JsonNode> items) {}

    /** How a request is answered. */
    public interface Reply {
        void to(HttpExchange exchange, Seen seen) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile String region = "us";
    private volatile Reply reply = (exchange, request) -> json(exchange, 200, "{}\n");

    public StubTrack() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v2/batch", this::handle);
        server.createContext("/api/v1/events", this::handle);
        server.createContext("/v1/batch", this::handle);
        server.createContext("/api/v1/accounts/region", this::tellRegion);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void answer(Reply next) {
        reply = next;
    }

    /** Puts the account into a region; in the American one it is from the start. */
    public void region(String name) {
        region = name;
    }

    /** Everything received so far but questions for the region. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Event ids received so far, in order of arrival, repeats included. */
    public List<String> eventIds() {
        List<String> ids = new ArrayList<>();
        seen.forEach(request ->
                request.items().forEach(item -> ids.add(item.path("id").asText())));
        return ids;
    }

    public static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Promises more than it sends. */
    public static void cut(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, body.length() + 50L);
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private void tellRegion(HttpExchange exchange) throws IOException {
        try (exchange) {
            json(exchange, 200, "{\"url\":\"" + url() + "\",\"region\":\"" + region + "\",\"environment_id\":1}");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            List<JsonNode> items = new ArrayList<>();
            JsonNode body = Json.wire().readTree(exchange.getRequestBody().readAllBytes());
            if (body.has("batch")) {
                body.get("batch").forEach(items::add);
            } else {
                items.add(body);
            }
            Seen request = new Seen(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    items);
            seen.add(request);
            reply.to(exchange, request);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
