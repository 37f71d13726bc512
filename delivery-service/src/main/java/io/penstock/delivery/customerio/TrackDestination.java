package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.BatchLimits;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Destination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The batch call of Track API v2 over HTTP/1.1. A redirect within the vendor's hosts, as from one region to the other,
 * is followed with method and body, and remembered until the credentials are refused there; see {@link Redirect}.
 */
public final class TrackDestination implements Destination {
    private static final byte[] OPEN = "{\"batch\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLOSE = "]}".getBytes(StandardCharsets.UTF_8);
    private static final long LARGEST_REPLY = 1024 * 1024;
    private static final int MOST_REDIRECTS = 2;

    private final HttpClient client;
    private final Supplier<Optional<TrackAccount>> account;
    private final Duration timeout;
    private final InstantSource wallClock;
    private final Map<URI, URI> moved = new ConcurrentHashMap<>();

    /**
     * @param account asked before each request; empty while the connection is unknown, and it may throw
     *     {@link IllegalStateException} while a secret is missing
     * @param timeout of one request, from its start to the last byte of the reply
     * @param wallClock for {@code Retry-After} given as a date
     */
    public TrackDestination(
            HttpClient client, Supplier<Optional<TrackAccount>> account, Duration timeout, InstantSource wallClock) {
        this.client = client;
        this.account = account;
        this.timeout = timeout;
        this.wallClock = wallClock;
    }

    /** A client as this class needs it. */
    public static HttpClient newClient(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** What fits in one batch of this API. */
    public static BatchLimits limits(int items, int bytes) {
        return new BatchLimits(items, bytes, OPEN.length + CLOSE.length, 1);
    }

    @Override
    public CompletionStage<Answer> send(List<Call> calls) {
        Optional<TrackAccount> reached;
        try {
            reached = account.get();
        } catch (IllegalStateException e) {
            return CompletableFuture.completedFuture(new Answer.NotSent("no_credentials"));
        }
        if (reached.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.NotSent("unknown_connection"));
        }
        URI at = moved.getOrDefault(reached.get().batch(), reached.get().batch());
        return exchange(at, reached.get(), body(calls), MOST_REDIRECTS);
    }

    private CompletionStage<Answer> exchange(URI at, TrackAccount reached, byte[] body, int redirects) {
        HttpRequest request = HttpRequest.newBuilder(at)
                .header("Authorization", reached.authorization())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "penstock")
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_REPLY));
        // The request's own time-out ends with the headers; this one covers a body that drips.
        return exchange.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, fault) -> {
                    if (fault == null) {
                        return answered(at, reached, body, redirects, response);
                    }
                    exchange.cancel(true);
                    return CompletableFuture.completedStage(noReply(fault));
                })
                .thenCompose(answer -> answer);
    }

    private CompletionStage<Answer> answered(
            URI at, TrackAccount reached, byte[] body, int redirects, HttpResponse<byte[]> response) {
        Optional<URI> target =
                Redirect.target(at, response.statusCode(), response.headers().firstValue("Location"));
        if (target.isPresent() && redirects > 0) {
            moved.put(reached.batch(), target.get());
            return exchange(target.get(), reached, body, redirects - 1);
        }
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            moved.remove(reached.batch());
        }
        return CompletableFuture.completedStage(reply(response));
    }

    static byte[] body(List<Call> calls) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(OPEN);
        for (int i = 0; i < calls.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(calls.get(i).item());
        }
        body.writeBytes(CLOSE);
        return body.toByteArray();
    }

    private Answer reply(HttpResponse<byte[]> response) {
        return new Answer.Replied(
                response.statusCode(),
                TrackReply.retryAfter(response.headers().firstValue("Retry-After"), wallClock),
                TrackReply.body(response.body()));
    }

    private static Answer noReply(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (cause) {
            case SSLHandshakeException _ -> new Answer.NotSent("tls");
            case SSLPeerUnverifiedException _ -> new Answer.NotSent("tls");
            case ConnectException _ -> new Answer.NoReply("unreachable", false);
            case HttpConnectTimeoutException _ -> new Answer.NoReply("unreachable", false);
            case HttpTimeoutException _ -> new Answer.NoReply("timeout", true);
            case TimeoutException _ -> new Answer.NoReply("timeout", true);
            case IOException _ -> new Answer.NoReply("connection_lost", true);
            default -> new Answer.NoReply("internal_error", true);
        };
    }
}
