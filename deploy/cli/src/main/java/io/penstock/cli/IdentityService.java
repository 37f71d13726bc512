package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where identity-service answers, and how orders are given to it. Mixed into the commands that do. */
final class IdentityService {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAME = "identity-service";
    static final String USUAL = "http://127.0.0.1:8082";
    private static final int ACCEPTED = 202;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Address of identity-service. Default: that of the newest stack below data/, else " + USUAL + ".")
    private URI url;

    @Option(
            names = {"-w", "--workspace"},
            required = true,
            paramLabel = "NAME",
            description = "The workspace whose people are meant.")
    private String workspace;

    @Option(
            names = "--author",
            paramLabel = "WHO",
            defaultValue = "${sys:user.name}",
            description = "Who gives the order, for the audit. Default: ${DEFAULT-VALUE}.")
    private String author;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why, for the audit. Must not name a person.")
    private String reason;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Id of the command; the same id twice has the effect of one. Default: a new one.")
    private String commandId;

    /** Gives an order and says where it went. */
    int order(Output output, String kind, List<String> identifiers) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("workspace", workspace);
        body.put("kind", kind);
        body.put(
                "identifiers",
                identifiers.stream().map(IdentityService::identifier).toList());
        body.put("author", author);
        body.put("reason", reason);
        if (commandId != null) {
            body.put("command_id", commandId);
        }
        Http.Answer answer;
        try (Http http = new Http()) {
            answer = http.post(address(url) + "/v1/commands", body, PATIENCE).orElseThrow(this::nobody);
        }
        if (answer.status() != ACCEPTED) {
            String message = answer.body().path("message").asText("");
            throw new CommandFailedException(
                    message.isEmpty() ? NAME + " at " + address(url) + " answered " + answer.status() : message);
        }
        JsonNode place = answer.body();
        if (output.isJson()) {
            output.json(place);
        } else {
            output.line("%s is in the log at %d"
                    .formatted(
                            place.path("command_id").asText(),
                            place.path("log_offset").asLong()));
            output.remark("decided under " + workspace + ":"
                    + place.path("log_offset").asLong() + ":0");
        }
        return 0;
    }

    /** {@code type:value}; the value may have colons of its own. */
    static Map<String, String> identifier(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new CommandFailedException(
                    "expected an identifier as type:value, like email:ann@example.org, found one without");
        }
        return Map.of("type", text.substring(0, colon), "value", text.substring(colon + 1));
    }

    private CommandFailedException nobody() {
        return ServiceAddress.nobody(NAME, address(url));
    }

    /** @param url as asked for, or null */
    static String address(URI url) {
        return ServiceAddress.of(NAME, url, USUAL);
    }
}
