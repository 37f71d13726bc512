package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * JSON over HTTP/1.1. A redirect within the vendor's hosts, as from one region to the other, is followed with method,
 * body and credentials, and remembered until the credentials are refused there; see {@link Redirect}.
 */
final class Transport {
    private static final long LARGEST_REPLY = 1024 * 1024;
    private static final int MOST_REDIRECTS = 2;

    private final HttpClient client;
    private final Duration timeout;
    private final InstantSource wallClock;
    private final Map<URI, URI> moved = new ConcurrentHashMap<>();

    /**
     * @param timeout of one request, from its start to the last byte of the reply
     * @param wallClock for {@code Retry-After} given as a date
     */
    Transport(HttpClient client, Duration timeout, InstantSource wallClock) {
        this.client = client;
        this.timeout = timeout;
        this.wallClock = wallClock;
    }

    /** Completes within the time-out, never exceptionally for anything the other side or the network did. */
    CompletionStage<Answer> post(Endpoint to, byte[] body) {
        return exchange(moved.getOrDefault(to.address(), to.address()), to, body, MOST_REDIRECTS);
    }

    private CompletionStage<Answer> exchange(URI at, Endpoint asked, byte[] body, int redirects) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "penstock")
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        asked.headers().forEach(request::header);
        return Exchange.within(timeout, LARGEST_REPLY, client, request.build())
                .handle((response, fault) -> fault == null
                        ? answered(at, asked, body, redirects, response)
                        : CompletableFuture.<Answer>completedStage(noReply(fault)))
                .thenCompose(answer -> answer);
    }

    private CompletionStage<Answer> answered(
            URI at, Endpoint asked, byte[] body, int redirects, HttpResponse<byte[]> response) {
        Optional<URI> target =
                Redirect.target(at, response.statusCode(), response.headers().firstValue("Location"));
        if (target.isPresent() && redirects > 0) {
            moved.put(asked.address(), target.get());
            return exchange(target.get(), asked, body, redirects - 1);
        }
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            moved.remove(asked.address());
        }
        return CompletableFuture.completedStage(reply(response));
    }

    private Answer reply(HttpResponse<byte[]> response) {
        return new Answer.Replied(
                response.statusCode(),
                TrackReply.retryAfter(response.headers().firstValue("Retry-After"), wallClock),
                TrackReply.body(response.statusCode(), response.body()));
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
