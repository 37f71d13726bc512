package io.penstock.ingest.unity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A workspace on loopback that answers what it was told to, and notes what it was asked. */
public final class StubWorkspace implements AutoCloseable {
    private static final String API = "/api/2.1/unity-catalog/";

    /** Path and query below the API, to status and body. */
    public final Map<String, String> answers = new ConcurrentHashMap<>();
    /** Paths and queries asked, in order. */
    public final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    /** Bearer tokens that are good. */
    public final Set<String> good = ConcurrentHashMap.newKeySet();
    /** Tokens handed out for client {@code sp-1} with secret {@code s3cret}, in order. */
    public final Deque<String> tokens = new ArrayDeque<>();

    private final HttpServer server;

    /** Starts one. */
    public StubWorkspace() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** A connection with a personal access token in the environment variable {@code TOKEN}. */
    ConnectionSpec.Databricks personal() {
        return new ConnectionSpec.Databricks(
                "127.0.0.1", port(), false, "/sql/1.0/warehouses/x", new SecretRef("TOKEN", null), null, null);
    }

    /** A connection with a service principal. */
    ConnectionSpec.Databricks principal() {
        return new ConnectionSpec.Databricks(
                "127.0.0.1",
                port(),
                false,
                "/sql/1.0/warehouses/x",
                null,
                new SecretRef("CLIENT_ID", null),
                new SecretRef("CLIENT_SECRET", null));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String answer;
        if (path.equals("/oidc/v1/token")) {
            asked.add("POST " + path + " " + body);
            String expected =
                    "Basic " + Base64.getEncoder().encodeToString("sp-1:s3cret".getBytes(StandardCharsets.UTF_8));
            answer = expected.equals(authorization) && !tokens.isEmpty()
                    ? "200 {\"access_token\":\"" + tokens.peek() + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                    : "401 {\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}";
            if (answer.startsWith("200")) {
                good.add(tokens.poll());
            }
        } else {
            asked.add(path.substring(API.length()));
            answer = authorization != null && good.contains(authorization.substring("Bearer ".length()))
                    ? answers.getOrDefault(
                            path.substring(API.length()),
                            "404 {\"error_code\":\"TABLE_DOES_NOT_EXIST\",\"message\":\"Table does not exist.\"}")
                    : "401 {\"error_code\":\"UNAUTHENTICATED\",\"message\":\"Credential was not sent or is not valid.\"}";
        }
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
