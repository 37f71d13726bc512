package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Destination;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The batch call of the Pipelines API, in strict mode. */
final class PipelinesDestination implements Destination {
    private final Transport transport;
    private final Supplier<Optional<PipelinesAccount>> account;

    /**
     * @param account asked before each request; empty while the connection is unknown, and it may throw
     *     {@link IllegalStateException} while the secret is missing
     */
    PipelinesDestination(Transport transport, Supplier<Optional<PipelinesAccount>> account) {
        this.transport = transport;
        this.account = account;
    }

    @Override
    public CompletionStage<Answer> send(List<Call> calls) {
        try {
            return account.get()
                    .map(reached -> transport.post(reached.batch(), Batch.body(calls)))
                    .orElseGet(() -> CompletableFuture.completedFuture(new Answer.NotSent("unknown_connection")));
        } catch (IllegalStateException e) {
            return CompletableFuture.completedFuture(new Answer.NotSent("no_credentials"));
        }
    }
}
