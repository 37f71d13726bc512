package io.penstock.identity.http;

import io.penstock.identity.http.ProfileDirectory.Answer;
import io.penstock.schemas.ProfileV1;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * {@code /v1}: who has an identifier, what a profile is, how the service is. Bodies are the contract's own JSON.
 *
 * <p>200 with a profile; 307 to the instance that keeps it; 404 if nobody has it; 503 while the state is not complete.
 * Errors are {@code {"code", "message"}} and never repeat what was asked for.
 */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {
    private final ProfileDirectory directory;

    ProfileResource(ProfileDirectory directory) {
        this.directory = directory;
    }

    /** The profile that has an identifier; the value is normalised as observations are. */
    @GET
    @Path("identifiers/{type}/{value}")
    public Response byIdentifier(
            @PathParam("type") String type,
            @PathParam("value") String value,
            @QueryParam("workspace") String workspace) {
        if (workspace == null || workspace.isBlank()) {
            return Answers.problem(400, "workspace_missing", "say which workspace: ?workspace=<name>");
        }
        return response(
                directory.byIdentifier(workspace, type, value),
                "unknown_identifier",
                "no profile of this workspace has this identifier");
    }

    /** The profile of an id; {@code follow=false} shows an absorbed one as it is instead of its survivor. */
    @GET
    @Path("profiles/{id}")
    public Response byId(@PathParam("id") String id, @QueryParam("follow") @DefaultValue("true") boolean follow) {
        return response(
                follow ? directory.byId(id) : directory.exactly(id), "unknown_profile", "there is no such profile");
    }

    /** State and figures of this instance; 200 whatever the state. */
    @GET
    @Path("status")
    public Response status() {
        return Answers.json(200, directory.status()).build();
    }

    private static Response response(Answer answer, String unknownCode, String unknownMessage) {
        return switch (answer) {
            case Answer.Found(ProfileV1 profile) ->
                Answers.json(200, profile)
                        .contentLocation(URI.create("/v1/profiles/" + profile.profileId()))
                        .build();
            case Answer.Elsewhere(String host, int port, String path) ->
                Response.temporaryRedirect(URI.create("http://" + host + ":" + port + path))
                        .build();
            case Answer.Unknown() -> Answers.problem(404, unknownCode, unknownMessage);
            case Answer.NotReady(String state) ->
                Answers.problem(503, "not_ready", "profiles cannot be read now, the state is " + state);
        };
    }
}
