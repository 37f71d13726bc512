package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Where ingest-service answers, and how it is asked. Mixed into the commands that ask it. */
final class IngestService {
    /** Reading a sample may have to wait for a warehouse to start. */
    private static final Duration PATIENCE = Duration.ofMinutes(16);

    private static final String NAME = "ingest-service";
    private static final String USUAL = "http://127.0.0.1:18085";
    private static final int OK = 200;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Address of ingest-service. Default: that of the newest stack below data/, else " + USUAL + ".")
    private URI url;

    /** Asks; whatever the status. */
    Http.Answer answer(String path) {
        try (Http http = new Http()) {
            return http.get(address() + path, PATIENCE).orElseThrow(this::nobody);
        }
    }

    /** Asks, and takes only yes for an answer. */
    JsonNode get(String path) {
        Http.Answer answer = answer(path);
        if (answer.status() != OK) {
            throw new CommandFailedException(problem(answer));
        }
        return answer.body();
    }

    /** Posts, and hands over each line of the answer as it comes. */
    void follow(String path, Consumer<JsonNode> line) {
        try (Http http = new Http()) {
            Http.Answer answer = http.follow(address() + path, PATIENCE, line).orElseThrow(this::nobody);
            if (answer.status() != OK) {
                throw new CommandFailedException(problem(answer));
            }
        }
    }

    /** The service's own words, and what to do. */
    String problem(Http.Answer answer) {
        JsonNode body = answer.body();
        String message = body.path("message").asText("");
        return message.isEmpty() ? NAME + " at " + address() + " answered " + answer.status() : problem(body);
    }

    /** Of a body {@code {fault, message, remedy}}. */
    static String problem(JsonNode body) {
        String remedy = body.path("remedy").asText("");
        return body.path("message").asText() + (remedy.isEmpty() ? "" : "\n  " + remedy.replace("\n", "\n  "));
    }

    /** One segment of a path, or a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private CommandFailedException nobody() {
        return ServiceAddress.nobody(NAME, address());
    }

    private String address() {
        return ServiceAddress.of(NAME, url, USUAL);
    }
}
