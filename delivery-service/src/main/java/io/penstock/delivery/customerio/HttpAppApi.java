package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.delivery.readback.AppApi;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The App API over HTTP. Redirects are not followed: the key would go with them. */
public final class HttpAppApi implements AppApi {
    private static final int PAGE = 100;
    private static final long LARGEST_REPLY = 4L * 1024 * 1024;
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Set<String> NOT_SHOWN = Set.of("anonymous_id", "unsubscribed");
    private static final Fault UNREADABLE = new Fault("unreadable_answer", LONG);

    private final HttpClient client;
    private final Supplier<Optional<AppAccount>> account;
    private final Duration timeout;
    private final InstantSource wallClock;

    /**
     * @param account asked before each request; empty while the connection has no App API key, and it may throw
     *     {@link IllegalStateException} while the secret is missing
     * @param wallClock for {@code Retry-After} given as a date
     */
    public HttpAppApi(
            HttpClient client, Supplier<Optional<AppAccount>> account, Duration timeout, InstantSource wallClock) {
        this.client = client;
        this.account = account;
        this.timeout = timeout;
        this.wallClock = wallClock;
    }

    private sealed interface Reply {
        record Body(JsonNode json) implements Reply {}

        record Missing() implements Reply {}

        record Failed(Fault fault) implements Reply {}
    }

    @Override
    public boolean shows(String attribute) {
        return isShown(attribute);
    }

    /** Names with a meaning of their own are not shown, or otherwise than they were sent. */
    public static boolean isShown(String attribute) {
        return !attribute.startsWith("_") && !attribute.startsWith("cio_") && !NOT_SHOWN.contains(attribute);
    }

    @Override
    public Seen person(IdentifierV1 address) {
        String path = "/v1/customers/" + encoded(AppAnswers.value(address)) + "/attributes?id_type="
                + AppAnswers.idType(address);
        return switch (ask(path)) {
            case Reply.Body(JsonNode json) -> AppAnswers.person(json).orElse(UNREADABLE);
            case Reply.Missing _ -> new Seen.Nobody();
            case Reply.Failed(Fault fault) -> fault;
        };
    }

    @Override
    public Page failedChanges(Optional<String> cursor) {
        String path = "/v1/activities?type=failed_attribute_change&limit=" + PAGE
                + cursor.map(start -> "&start=" + encoded(start)).orElse("");
        return switch (ask(path)) {
            case Reply.Body(JsonNode json) -> AppAnswers.activities(json).orElse(UNREADABLE);
            case Reply.Missing _ -> new Fault("status_404", LONG);
            case Reply.Failed(Fault fault) -> fault;
        };
    }

    private Reply ask(String path) {
        Optional<AppAccount> reached;
        try {
            reached = account.get();
        } catch (IllegalStateException e) {
            return failed("no_credentials", LONG);
        }
        if (reached.isEmpty()) {
            return failed("unknown_connection", LONG);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(reached.get().base() + path))
                .header("Authorization", reached.get().authorization())
                .header("User-Agent", "penstock")
                .timeout(timeout)
                .build();
        try {
            return answer(
                    Exchange.within(timeout, LARGEST_REPLY, client, request).join());
        } catch (CompletionException e) {
            return failed(e.getCause() instanceof TimeoutException ? "timeout" : "unreachable", SHORT);
        }
    }

    private Reply answer(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case 200 -> json(response.body()).<Reply>map(Reply.Body::new).orElseGet(() -> new Reply.Failed(UNREADABLE));
            case 404 -> new Reply.Missing();
            case 401, 403 -> failed("bad_credentials", LONG);
            case 429 -> failed("throttled", pause(response));
            default -> failed("status_" + response.statusCode(), SHORT);
        };
    }

    private Duration pause(HttpResponse<?> response) {
        Duration asked = TrackReply.retryAfter(response.headers().firstValue("Retry-After"), wallClock)
                .orElse(SHORTEST_PAUSE);
        return asked.compareTo(SHORTEST_PAUSE) < 0
                ? SHORTEST_PAUSE
                : asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    private static Reply failed(String code, Duration pause) {
        return new Reply.Failed(new Fault(code, pause));
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.ofNullable(Json.wire().readTree(body)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
