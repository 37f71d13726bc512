package io.penstock.delivery.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.delivery.core.BreakerState;
import io.penstock.delivery.core.CourierStatus;
import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Tally;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /v1/status}: counts since the start of the process, and every destination's breaker. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private final Couriers couriers;
    private final Tally tally;

    public StatusResource(Couriers couriers, Tally tally) {
        this.couriers = couriers;
        this.tally = tally;
    }

    /**
     * Answer of the resource.
     *
     * @param accepted committed outcomes; likewise {@code rejected} and {@code givenUp}
     * @param retries calls sent again
     * @param ambiguous calls whose request may have been acted on although no answer was read
     * @param inFlight calls taken over that have no last word yet
     * @param breakers by destination
     */
    public record Status(
            long accepted,
            long rejected,
            long givenUp,
            long retries,
            long ambiguous,
            long inFlight,
            Map<String, Breaker> breakers) {}

    /** @param state {@code closed} or {@code open}; the rest only if open */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Breaker(String state, Instant since, String reason) {
        static Breaker of(BreakerState state) {
            return switch (state) {
                case BreakerState.Closed _ -> new Breaker("closed", null, null);
                case BreakerState.Open open -> new Breaker("open", open.since(), open.reason());
            };
        }
    }

    @GET
    public Status status() {
        Map<String, CourierStatus> destinations = couriers.status();
        Map<String, Breaker> breakers = new TreeMap<>();
        destinations.forEach((name, courier) -> breakers.put(name, Breaker.of(courier.breaker())));
        return new Status(
                tally.total(Ending.Kind.ACCEPTED),
                tally.total(Ending.Kind.REJECTED),
                tally.total(Ending.Kind.GIVEN_UP),
                destinations.values().stream().mapToLong(CourierStatus::retries).sum(),
                destinations.values().stream()
                        .mapToLong(CourierStatus::ambiguous)
                        .sum(),
                destinations.values().stream().mapToLong(CourierStatus::owed).sum(),
                breakers);
    }
}
