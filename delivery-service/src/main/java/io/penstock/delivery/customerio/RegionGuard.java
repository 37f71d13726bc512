package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Destination;
import io.penstock.delivery.core.Region;
import io.penstock.schemas.config.ConnectionSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Sends nothing to a region where the account is not, if calls fail there: nobody says how they fail, and a refusal
 * would be taken for a fault of the call. A European account's calls to the American Track API go on, since the vendor
 * redirects them; that the data passes through there is told by the status.
 */
public final class RegionGuard implements Destination {
    private final RegionCheck check;
    private final Supplier<Optional<ConnectionSpec.CustomerIo>> connection;
    private final Destination guarded;

    private RegionGuard(
            RegionCheck check, Supplier<Optional<ConnectionSpec.CustomerIo>> connection, Destination guarded) {
        this.check = check;
        this.connection = connection;
        this.guarded = guarded;
    }

    public static Destination around(
            Destination guarded, RegionCheck check, Supplier<Optional<ConnectionSpec.CustomerIo>> connection) {
        return new RegionGuard(check, connection, guarded);
    }

    @Override
    public CompletionStage<Answer> send(List<Call> calls) {
        return check.known().thenCompose(region -> failsAt(region) ? wrong() : guarded.send(calls));
    }

    private boolean failsAt(Region region) {
        return region instanceof Region.Mismatch mismatch
                && !(isTrack() && mismatch.told().equals("eu"));
    }

    private boolean isTrack() {
        return connection
                .get()
                .map(spec -> spec.wire() == ConnectionSpec.Wire.TRACK)
                .orElse(true);
    }

    private static CompletionStage<Answer> wrong() {
        return CompletableFuture.completedFuture(new Answer.NotSent("wrong_region"));
    }
}
