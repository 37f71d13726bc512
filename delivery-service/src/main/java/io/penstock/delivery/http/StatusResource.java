package io.penstock.delivery.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.delivery.core.BreakerState;
import io.penstock.delivery.core.CourierStatus;
import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Region;
import io.penstock.delivery.core.RegionReport;
import io.penstock.delivery.core.Tally;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /v1/status}: counts since the start of the process, every destination's breaker, and whether every
 * connection's account is in the region that is configured.
 */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private final Couriers couriers;
    private final Tally tally;
    private final RegionReport report;

    public StatusResource(Couriers couriers, Tally tally, RegionReport report) {
        this.couriers = couriers;
        this.tally = tally;
        this.report = report;
    }

    /**
     * Answer of the resource.
     *
     * @param accepted committed outcomes; likewise {@code rejected} and {@code givenUp}
     * @param retries calls sent again
     * @param ambiguous calls whose request may have been acted on although no answer was read
     * @param inFlight calls taken over that have no last word yet
     * @param breakers by destination
     * @param regions by connection
     */
    public record Status(
            long accepted,
            long rejected,
            long givenUp,
            long retries,
            long ambiguous,
            long inFlight,
            Map<String, Breaker> breakers,
            Map<String, Placed> regions) {}

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

    /**
     * Where an account is.
     *
     * @param state {@code confirmed}, {@code mismatch} or {@code unknown}
     * @param reason why it is unknown
     * @param setting of the connection's file to change if it is a mismatch
     * @param configured what that setting says
     * @param told what the account says
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Placed(String state, String reason, String setting, String configured, String told) {
        static Placed of(Region region) {
            return switch (region) {
                case Region.Confirmed(String where) -> new Placed("confirmed", null, null, where, where);
                case Region.Mismatch(String setting, String configured, String told) ->
                    new Placed("mismatch", null, setting, configured, told);
                case Region.Unknown(String code) -> new Placed("unknown", code, null, null, null);
            };
        }
    }

    @GET
    public Status status() {
        Map<String, CourierStatus> destinations = couriers.status();
        Map<String, Breaker> breakers = new TreeMap<>();
        destinations.forEach((name, courier) -> breakers.put(name, Breaker.of(courier.breaker())));
        Map<String, Placed> regions = new TreeMap<>();
        report.regions().forEach((name, region) -> regions.put(name, Placed.of(region)));
        return new Status(
                tally.total(Ending.Kind.ACCEPTED),
                tally.total(Ending.Kind.REJECTED),
                tally.total(Ending.Kind.GIVEN_UP),
                destinations.values().stream().mapToLong(CourierStatus::retries).sum(),
                destinations.values().stream()
                        .mapToLong(CourierStatus::ambiguous)
                        .sum(),
                destinations.values().stream().mapToLong(CourierStatus::owed).sum(),
                breakers,
                regions);
    }
}
