package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Destination;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The Track API: the batch call of v2, and one call of v1 for events of somebody not yet known. */
public final class TrackDestination implements Destination {
    private final Transport transport;
    private final Supplier<Optional<TrackAccount>> account;

    /**
     * @param account asked before each request; empty while the connection is unknown, and it may throw
     *     {@link IllegalStateException} while a secret is missing
     * @param timeout of one request, from its start to the last byte of the reply
     * @param wallClock for {@code Retry-After} given as a date
     */
    public TrackDestination(
            HttpClient client, Supplier<Optional<TrackAccount>> account, Duration timeout, InstantSource wallClock) {
        this.transport = new Transport(client, timeout, wallClock);
        this.account = account;
    }

    /** A client as the destinations of this package need it. */
    public static HttpClient newClient(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(new ReplyThreads())
                .connectTimeout(connectTimeout)
                .build();
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
        return calls.getFirst().way().equals(Ways.TRACK_EVENT)
                ? transport.post(reached.get().event(), calls.getFirst().item())
                : transport.post(reached.get().batch(), Batch.body(calls));
    }
}
