package io.penstock.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** JSON over HTTP to a program of the stack. Thread-safe. */
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String base;
    private final Optional<String> authorization;

    public Http(String base) {
        this(base, Optional.empty());
    }

    /** With Basic authentication, {@code user:password}. */
    public Http(String base, String credentials) {
        this(
                base,
                Optional.of(
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
    }

    /** With a bearer token. */
    public static Http bearer(String base, String token) {
        return new Http(base, Optional.of("Bearer " + token));
    }

    private Http(String base, Optional<String> authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    /** An answer: status and body; the body of an empty answer is a missing node. */
    public record Answer(int status, JsonNode body) {}

    /** GET; an answer other than 2xx raises {@link StackException} with the address and status. */
    public JsonNode get(String path) throws InterruptedException {
        return expectOk("GET", path, send(request(path).GET()));
    }

    /** GET whatever the answer's status. */
    public Answer tryGet(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    /** POST of JSON; like {@link #get}. */
    public JsonNode post(String path, JsonNode body) throws InterruptedException {
        return expectOk("POST", path, tryPost(path, body));
    }

    /** POST whatever the answer's status. */
    public Answer tryPost(String path, JsonNode body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** PUT of JSON; like {@link #get}. */
    public JsonNode put(String path, JsonNode body) throws InterruptedException {
        return expectOk(
                "PUT",
                path,
                send(request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private JsonNode expectOk(String method, String path, Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new StackException(
                    method + " " + base + path + " answered " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    private Answer send(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0 ? JSON.missingNode() : parse(response.body());
            return new Answer(response.statusCode(), body);
        } catch (IOException e) {
            throw new StackException(request.method() + " " + request.uri() + " failed: " + e);
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
        }
    }
}
