package io.penstock.transform.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What does the destination have for this person, since when, from which table version. */
@Path("/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {
    private final LedgerDesk desk;

    LedgerResource(LedgerDesk desk) {
        this.desk = desk;
    }

    /** One profile; 307 to the survivor or to the replica that holds it, 503 while nobody can say. */
    @GET
    @Path("/{profileId}")
    public Response ledger(@PathParam("profileId") String profileId, @QueryParam("reveal") String reveal) {
        Merges.Values values = "true".equals(reveal) ? Merges.Values.REVEALED : Merges.Values.MASKED;
        return switch (desk.ledger(profileId, values)) {
            case Ledger.Here here -> Response.ok(here).build();
            case Ledger.Elsewhere elsewhere ->
                Response.temporaryRedirect(elsewhere.address()).build();
            case Ledger.Unavailable ignored ->
                Response.status(Response.Status.SERVICE_UNAVAILABLE).build();
        };
    }
}
