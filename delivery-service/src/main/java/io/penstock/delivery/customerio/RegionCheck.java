package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.delivery.core.Region;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Asks an account for its region: the test of a connection. It is asked once for each version of the connection, and
 * with later calls again, not too often, until it confirms what is configured. Thread-safe; never blocks.
 */
public final class RegionCheck {
    /** What is to be changed if the account is elsewhere. */
    static final String SETTING = "spec.customerio.region";

    private static final long LARGEST_REPLY = 64 * 1024;
    private static final Set<String> REGIONS = Set.of("us", "eu");

    private final HttpClient client;
    private final Supplier<Optional<ConnectionSpec.CustomerIo>> connection;
    private final UnaryOperator<String> environment;
    private final Timing timing;
    private final InstantSource clock;
    private final Consumer<Region> onAnswer;
    private ConnectionSpec.CustomerIo asked;
    private Instant askedAt;
    private CompletableFuture<Region> answer = CompletableFuture.completedFuture(new Region.Unknown("asking"));
    private Region last = new Region.Unknown("asking");

    /**
     * How long and how often.
     *
     * @param timeout of one question
     * @param again time from one question to the next
     */
    public record Timing(Duration timeout, Duration again) {}

    /**
     * @param connection empty while nobody has configured it
     * @param environment {@code System::getenv} in production
     * @param onAnswer told of each answer that differs from the one before
     */
    public RegionCheck(
            HttpClient client,
            Supplier<Optional<ConnectionSpec.CustomerIo>> connection,
            UnaryOperator<String> environment,
            Timing timing,
            InstantSource clock,
            Consumer<Region> onAnswer) {
        this.client = client;
        this.connection = connection;
        this.environment = environment;
        this.timing = timing;
        this.clock = clock;
        this.onAnswer = onAnswer;
    }

    /**
     * What is known, asking if need be. A new version of the connection is waited for, at most the time-out of a
     * question; never completes exceptionally.
     */
    public synchronized CompletionStage<Region> known() {
        Optional<ConnectionSpec.CustomerIo> now = connection.get();
        if (now.isEmpty()) {
            return CompletableFuture.completedFuture(new Region.Unknown("unknown_connection"));
        }
        if (!now.get().equals(asked)) {
            last = new Region.Unknown("asking");
            ask(now.get());
            return answer.copy();
        }
        if (!answer.isDone()) {
            return last.equals(new Region.Unknown("asking")) ? answer.copy() : CompletableFuture.completedFuture(last);
        }
        boolean settled = last instanceof Region.Confirmed;
        if (!settled && !clock.instant().isBefore(askedAt.plus(timing.again()))) {
            ask(now.get());
        }
        return CompletableFuture.completedFuture(last);
    }

    /** What was heard last; asks nobody. */
    public synchronized Region last() {
        return last;
    }

    private void ask(ConnectionSpec.CustomerIo spec) {
        asked = spec;
        askedAt = clock.instant();
        answer = question(spec).thenApply(told -> heard(spec, told)).toCompletableFuture();
    }

    private Region heard(ConnectionSpec.CustomerIo spec, Region told) {
        boolean news;
        synchronized (this) {
            if (!spec.equals(asked)) {
                return told;
            }
            news = !told.equals(last);
            last = told;
        }
        if (news) {
            onAnswer.accept(told);
        }
        return told;
    }

    private CompletionStage<Region> question(ConnectionSpec.CustomerIo spec) {
        Endpoint at;
        try {
            at = TrackAccount.of(spec, environment).region();
        } catch (IllegalStateException e) {
            String code = spec.siteId() == null ? "unchecked" : "no_credentials";
            return CompletableFuture.completedFuture(new Region.Unknown(code));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at.address()).timeout(timing.timeout()).header("User-Agent", "penstock");
        at.headers().forEach(request::header);
        return Exchange.within(timing.timeout(), LARGEST_REPLY, client, request.build())
                .handle((response, fault) -> fault == null ? read(spec, response) : new Region.Unknown("unanswered"));
    }

    private static Region read(ConnectionSpec.CustomerIo spec, HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case 200 -> compared(spec.region(), told(response.body()));
            case 401, 403 -> new Region.Unknown("bad_credentials");
            default -> new Region.Unknown("unanswered");
        };
    }

    private static Region compared(String configured, String told) {
        if (!REGIONS.contains(told)) {
            return new Region.Unknown("unreadable_answer");
        }
        return told.equals(configured) ? new Region.Confirmed(told) : new Region.Mismatch(SETTING, configured, told);
    }

    private static String told(byte[] body) {
        try {
            JsonNode answer = Json.wire().readTree(body);
            return answer == null ? "" : answer.path("region").asText();
        } catch (IOException e) {
            return "";
        }
    }
}
