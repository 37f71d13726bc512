package io.penstock.transform.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Read-only look into the service, for the console and for people on call. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class TransformResource {
    private final Inspection inspection;

    TransformResource(Inspection inspection) {
        this.inspection = inspection;
    }

    /** Figures of this process. */
    @GET
    @Path("/status")
    public Status status() {
        return inspection.status();
    }

    /** Records that wait for an identifier, by pipeline; 503 while nobody can say. */
    @GET
    @Path("/waiting")
    public Response waiting() {
        return inspection
                .waiting()
                .map(waiting -> Response.ok(waiting).build())
                .orElseGet(() ->
                        Response.status(Response.Status.SERVICE_UNAVAILABLE).build());
    }

    /**
     * Sides of a profile's crossings; 307 to the survivor or to the replica that holds it, 503 while nobody can say.
     */
    @GET
    @Path("/crossings/{profileId}")
    public Response crossings(@PathParam("profileId") String profileId) {
        return switch (inspection.crossings(profileId)) {
            case Crossings.Here here -> Response.ok(here).build();
            case Crossings.Elsewhere elsewhere ->
                Response.temporaryRedirect(elsewhere.address()).build();
            case Crossings.Unavailable ignored ->
                Response.status(Response.Status.SERVICE_UNAVAILABLE).build();
        };
    }
}
