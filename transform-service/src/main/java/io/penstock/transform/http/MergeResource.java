package io.penstock.transform.http;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Merges that are held before they go to a destination, and what people say about them. */
@Path("/v1/merges")
@Produces(MediaType.APPLICATION_JSON)
public class MergeResource {
    private static final int MOST = 1000;

    private final MergeDesk desk;

    MergeResource(MergeDesk desk) {
        this.desk = desk;
    }

    /** Merges of this process that can still go out, or all of one person (307 to whoever holds it). */
    @GET
    public Response list(
            @QueryParam("profile") String profileId,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("reveal") String reveal) {
        return response(
                profileId == null
                        ? desk.open(Math.clamp(limit, 1, MOST), values(reveal))
                        : desk.of(profileId, values(reveal)));
    }

    /** One merge. */
    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id, @QueryParam("reveal") String reveal) {
        return response(id, found -> desk.one(found, values(reveal)));
    }

    /** It must never go out: 202, or 409 if it is too late. */
    @POST
    @Path("/{id}/refuse")
    public Response refuse(@PathParam("id") String id) {
        return response(id, found -> desk.answer(found, Merges.Word.REFUSE));
    }

    /** It need not be held any longer: 202, or 409 if there is nothing to release. */
    @POST
    @Path("/{id}/release")
    public Response release(@PathParam("id") String id) {
        return response(id, found -> desk.answer(found, Merges.Word.RELEASE));
    }

    private static Merges.Values values(String reveal) {
        return "true".equals(reveal) ? Merges.Values.REVEALED : Merges.Values.MASKED;
    }

    private static Response response(String id, Function<MergeId, Merges> ask) {
        return response(MergeId.parse(id).map(ask).orElseGet(Merges.Unknown::new));
    }

    private static Response response(Merges merges) {
        return switch (merges) {
            case Merges.Here here -> Response.ok(here).build();
            case Merges.Noted noted -> Response.accepted(noted.merge()).build();
            case Merges.TooLate late ->
                Response.status(Response.Status.CONFLICT).entity(late.merge()).build();
            case Merges.Elsewhere elsewhere ->
                Response.temporaryRedirect(elsewhere.address()).build();
            case Merges.Unknown ignored ->
                Response.status(Response.Status.NOT_FOUND).build();
            case Merges.Unavailable ignored ->
                Response.status(Response.Status.SERVICE_UNAVAILABLE).build();
        };
    }
}
