package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Destination;
import io.penstock.schemas.config.ConnectionSpec;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The wire a connection has chosen. Calls that were said for the other one, before the choice changed, are not sent:
 * they would be refused for a fault that is not theirs. Whoever reads deliveries says them anew.
 */
public final class WireDestination implements Destination {
    private final Supplier<Optional<ConnectionSpec.CustomerIo>> connection;
    private final Destination track;
    private final Destination pipelines;

    WireDestination(
            Supplier<Optional<ConnectionSpec.CustomerIo>> connection, Destination track, Destination pipelines) {
        this.connection = connection;
        this.track = track;
        this.pipelines = pipelines;
    }

    /**
     * Reads connection and secrets before each request, so that a change is seen by the next one.
     *
     * @param client see {@link TrackDestination#newClient}
     * @param connection empty while nobody has configured it
     * @param environment {@code System::getenv} in production
     * @param timeout of one request, from its start to the last byte of the reply
     * @param wallClock for {@code Retry-After} given as a date
     */
    public static WireDestination of(
            HttpClient client,
            Supplier<Optional<ConnectionSpec.CustomerIo>> connection,
            UnaryOperator<String> environment,
            Duration timeout,
            InstantSource wallClock) {
        return new WireDestination(
                connection,
                new TrackDestination(
                        client,
                        () -> connection.get().map(spec -> TrackAccount.of(spec, environment)),
                        timeout,
                        wallClock),
                new PipelinesDestination(
                        new Transport(client, timeout, wallClock),
                        () -> connection.get().map(spec -> PipelinesAccount.of(spec, environment))));
    }

    @Override
    public CompletionStage<Answer> send(List<Call> calls) {
        Optional<ConnectionSpec.CustomerIo> now = connection.get();
        if (now.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.NotSent("unknown_connection"));
        }
        boolean forPipelines = calls.getFirst().way().equals(Ways.PIPELINES);
        return switch (now.get().wire()) {
            case TRACK -> forPipelines ? changed() : track.send(calls);
            case PIPELINES -> forPipelines ? pipelines.send(calls) : changed();
        };
    }

    private static CompletionStage<Answer> changed() {
        return CompletableFuture.completedFuture(new Answer.NotSent("wire_changed"));
    }
}
