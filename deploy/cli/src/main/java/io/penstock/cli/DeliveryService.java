package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where delivery-service answers, and how it is asked. Mixed into the commands that ask it. */
final class DeliveryService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "delivery-service";
    private static final String USUAL = "http://127.0.0.1:18088";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Address of delivery-service. Default: that of the newest stack below data/, else " + USUAL + ".")
    private URI url;

    /** Asks, and takes only yes for an answer. */
    JsonNode get(String path) {
        return find(path).orElseThrow(() -> new CommandFailedException(NAME + " at " + address() + " answered 404"));
    }

    /** Asks for one thing; empty if there is none. */
    Optional<JsonNode> find(String path) {
        try (Http http = new Http()) {
            Http.Answer answer = http.get(address() + path, PATIENCE).orElseThrow(this::nobody);
            return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(body(answer));
        }
    }

    /** Asks for something to be done. */
    JsonNode post(String path, Object body) {
        try (Http http = new Http()) {
            return body(http.post(address() + path, body, PATIENCE).orElseThrow(this::nobody));
        }
    }

    private JsonNode body(Http.Answer answer) {
        String message = answer.body().path("message").asText("");
        return switch (answer.status()) {
            case OK -> answer.body();
            case UNAVAILABLE ->
                throw new CommandFailedException(
                        NAME + " is still reading what happened before its start; try again in a minute");
            default ->
                throw new CommandFailedException(
                        message.isEmpty() ? NAME + " at " + address() + " answered " + answer.status() : message);
        };
    }

    /** A value of a query. */
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
