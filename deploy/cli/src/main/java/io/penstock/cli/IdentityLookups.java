package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where identity-service answers, and how it is asked. Mixed into the commands that ask it. */
final class IdentityLookups {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAME = "identity-service";
    private static final int OK = 200;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of identity-service. Default: that of the newest stack below data/, else "
                    + IdentityService.USUAL + ".")
    private URI url;

    @Option(
            names = {"-w", "--workspace"},
            required = true,
            paramLabel = "NAME",
            description = "The workspace whose people are meant.")
    private String workspace;

    @Option(
            names = "--stale",
            description = "A replica's second copy may answer, while the one that is worked on is away.")
    private boolean stale;

    /** @param recordsBehind as the service says it; empty if the answer is current */
    record Found(JsonNode why, Optional<String> recordsBehind) {}

    /** Asks for one identifier or two. */
    Found explain(List<String> identifiers) {
        StringBuilder query = new StringBuilder("/v1/explain?workspace=").append(encoded(workspace));
        String name = "a";
        for (String text : identifiers) {
            Map<String, String> identifier = IdentityService.identifier(text);
            query.append('&')
                    .append(name)
                    .append('=')
                    .append(encoded(identifier.get("type") + ":" + identifier.get("value")));
            name = "b";
        }
        String address = IdentityService.address(url);
        try (Http http = new Http()) {
            Http.Answer answer = http.get(address + query + (stale ? "&stale=allowed" : ""), PATIENCE)
                    .orElseThrow(() -> new CommandFailedException("no " + NAME + " answers at " + address
                            + "; start one (./penstock up) or name it with --url"));
            if (answer.status() != OK) {
                String message = answer.body().path("message").asText("");
                throw new CommandFailedException(
                        message.isEmpty() ? NAME + " at " + address + " answered " + answer.status() : message);
            }
            return new Found(answer.body(), answer.header("Penstock-Records-Behind"));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
