package io.penstock.webhook.http;

import io.penstock.webhook.core.Tally;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /v1/status}: counts since the start of the process. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private final Tally tally;
    private final LandingState landing;

    public StatusResource(Tally tally, LandingState landing) {
        this.tally = tally;
        this.landing = landing;
    }

    /** What landing waits for, per table: {@code ok}, {@code not_configured}, or the code of a fault. */
    public interface LandingState {
        String events();

        String deliveries();
    }

    /**
     * Answer of the resource.
     *
     * @param received authentic webhooks kept, quarantined ones included
     * @param refused webhooks without a valid signature
     * @param landed rows in the lakehouse, repeats included
     * @param lakehouse what landing waits for, per table
     */
    public record Status(
            long received,
            long refused,
            long quarantined,
            long unavailable,
            Landed landed,
            long unlandable,
            long merges,
            Lakehouse lakehouse) {}

    /** Rows per table. */
    public record Landed(long events, long deliveries) {}

    /** State per table. */
    public record Lakehouse(String events, String deliveries) {}

    @GET
    public Status status() {
        return new Status(
                tally.received.get(),
                tally.refused.get(),
                tally.quarantined.get(),
                tally.unavailable.get(),
                new Landed(tally.landedEvents.get(), tally.landedDeliveries.get()),
                tally.unlandable.get(),
                tally.merges.get(),
                new Lakehouse(landing.events(), landing.deliveries()));
    }
}
