package io.penstock.ingest.unity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * JSON over HTTP to one workspace. Redirects are not followed: they would take the token somewhere else. Thread-safe.
 */
final class JsonHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** A schema with ten thousand tables lists in a few megabytes. */
    private static final int MOST_BYTES = 16 << 20;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    private final String host;
    private final URI base;

    JsonHttp(ConnectionSpec.Databricks connection) {
        host = connection.host();
        boolean plainPort = connection.port() == (connection.tls() ? 443 : 80);
        base = URI.create(
                (connection.tls() ? "https://" : "http://") + host + (plainPort ? "" : ":" + connection.port()));
    }

    /**
     * What the workspace said.
     *
     * @param body a missing node if it was no JSON
     */
    record Answer(int status, JsonNode body) {
        /** The server's own words, cut to a line or two; empty if it gave none. */
        String words() {
            String words =
                    body.path("message").asText(body.path("error_description").asText(""));
            return words.length() > 400 ? words.substring(0, 400) + "…" : words;
        }
    }

    Answer get(String path, String token) throws SourceException {
        return send(request(path).header("Authorization", "Bearer " + token).GET());
    }

    Answer postForm(String path, String authorization, String form) throws SourceException {
        return send(request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    String host() {
        return host;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("User-Agent", "Penstock/0.1.0");
    }

    private Answer send(HttpRequest.Builder request) throws SourceException {
        try {
            HttpResponse<InputStream> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new SourceException(
                            Fault.UNSUPPORTED, host + " answered with more than " + (MOST_BYTES >> 20) + " MiB");
                }
                return new Answer(response.statusCode(), tree(bytes));
            }
        } catch (HttpTimeoutException e) {
            throw new SourceException(Fault.UNAVAILABLE, host + " did not answer in time", e);
        } catch (IOException e) {
            throw new SourceException(
                    Fault.UNAVAILABLE,
                    "cannot reach " + base + " (" + e.getClass().getSimpleName() + ")",
                    "check host, port and tls of the connection, and that this machine may reach it",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(Fault.CANCELLED, "cancelled while asking " + host, e);
        }
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return Json.wire().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return Json.wire().missingNode();
        }
    }
}
