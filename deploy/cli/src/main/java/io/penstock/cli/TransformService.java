package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** Where transform-service answers, and how it is asked. Mixed into the commands that ask it. */
final class TransformService {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int LOOKS = 100;

    private static final String NAME = "transform-service";
    private static final String USUAL = "http://127.0.0.1:18087";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Address of transform-service. Default: that of the newest stack below data/, else " + USUAL + ".")
    private URI url;

    /** Asks, and takes only yes for an answer. */
    JsonNode get(String path) {
        return getAt(address() + path);
    }

    /** Asks another replica. */
    JsonNode getAt(String address) {
        try (Http http = new Http()) {
            Http.Answer answer = http.get(address, PATIENCE).orElseThrow(this::nobody);
            if (answer.status() != OK) {
                throw new CommandFailedException(NAME + " at " + address() + " answered " + answer.status());
            }
            return answer.body();
        }
    }

    /** Says something about a merge; fails if it is not noted. */
    void answer(String id, String word) {
        try (Http http = new Http()) {
            Http.Answer answer = http.post(address() + "/v1/merges/" + encoded(id) + "/" + word, Map.of(), PATIENCE)
                    .orElseThrow(this::nobody);
            switch (answer.status()) {
                case ACCEPTED -> {}
                case NOT_FOUND -> throw new CommandFailedException("there is no merge " + id);
                case CONFLICT ->
                    throw new CommandFailedException("too late: the merge is "
                            + answer.body().path("state").asText());
                default ->
                    throw new CommandFailedException(NAME + " at " + address() + " answered " + answer.status()
                            + "; nothing is known to be changed");
            }
        }
    }

    /** The state of a merge once it is this one or {@code sent}; what it is after ten seconds otherwise. */
    String settled(String id, String wanted) {
        String state = "";
        for (int look = 0; look < LOOKS; look++) {
            state = get("/v1/merges/" + encoded(id)).at("/merges/0/state").asText();
            if (state.equals(wanted) || state.equals("sent")) {
                return state;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return state;
    }

    /** One segment of a path, or a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    private CommandFailedException nobody() {
        return ServiceAddress.nobody(NAME, address());
    }

    private String address() {
        return ServiceAddress.of(NAME, url, USUAL);
    }
}
