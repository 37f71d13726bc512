package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JSON over HTTP to a service. */
final class Http implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL) // a replica names the one that knows
            .build();

    /**
     * What a service said.
     *
     * @param body empty object if it was no JSON
     */
    record Answer(int status, JsonNode body, HttpHeaders headers) {
        Optional<String> header(String name) {
            return headers.firstValue(name);
        }
    }

    /** Asks; empty if nobody answers in time. */
    Optional<Answer> get(String url, Duration patience) {
        return send(HttpRequest.newBuilder(URI.create(url)).timeout(patience).build());
    }

    /** Posts JSON; empty if nobody answers in time. */
    Optional<Answer> post(String url, Object body, Duration patience) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url))
                    .timeout(patience)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.config().writeValueAsString(body)))
                    .build());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request can be written", e);
        }
    }

    /** Posts a text with headers; the status, or empty if nobody answers in time. */
    Optional<Integer> post(String url, String body, Map<String, String> headers, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build()).map(Answer::status);
    }

    /**
     * Posts nothing and hands over each line of JSON of the answer as it comes.
     *
     * @param patience longest wait for the answer to begin
     * @return the answer, with its body if it is not a 200; empty if nobody answers, or the answer breaks off
     */
    Optional<Answer> follow(String url, Duration patience, Consumer<JsonNode> line) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    return Optional.of(new Answer(
                            response.statusCode(), tree(lines.collect(Collectors.joining("\n"))), response.headers()));
                }
                lines.filter(text -> !text.isBlank()).forEach(text -> line.accept(tree(text)));
            }
            return Optional.of(new Answer(response.statusCode(), Json.config().createObjectNode(), response.headers()));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while waiting for " + request.uri());
        }
    }

    private Optional<Answer> send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), tree(response.body()), response.headers()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while waiting for " + request.uri());
        }
    }

    private static JsonNode tree(String body) {
        try {
            JsonNode tree = Json.config().readTree(body);
            return tree.isMissingNode() ? Json.config().createObjectNode() : tree;
        } catch (JsonProcessingException e) {
            return Json.config().createObjectNode();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
