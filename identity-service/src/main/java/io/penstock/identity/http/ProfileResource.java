package io.penstock.identity.http;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.http.ProfileDirectory.Age;
import io.penstock.identity.http.ProfileDirectory.Answer;
import io.penstock.identity.http.ProfileDirectory.Freshness;
import io.penstock.schemas.ProfileV1;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /v1}: who has an identifier, what a profile is, why, how the service is. Bodies are the contract's own JSON.
 *
 * <p>200 with a profile; 307 to the instance that keeps it; 404 if nobody has it; 503 while the state is not complete.
 * With {@code stale=allowed} a second copy may answer; then {@code Penstock-Records-Behind} says how many changes it
 * may be behind, or {@code unknown}. Errors are {@code {"code", "message"}} and never repeat what was asked for.
 */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {
    private static final String BEHIND = "Penstock-Records-Behind";
    private static final String UNKNOWN_IDENTIFIER = "unknown_identifier";

    private final ProfileDirectory directory;

    ProfileResource(ProfileDirectory directory) {
        this.directory = directory;
    }

    /** The profile that has an identifier; the value is normalised as observations are. */
    @GET
    @Path("identifiers/{type}/{value}")
    public Uni<Response> byIdentifier(
            @PathParam("type") String type,
            @PathParam("value") String value,
            @QueryParam("workspace") String workspace,
            @QueryParam("stale") String stale) {
        if (isMissing(workspace)) {
            return Uni.createFrom().item(workspaceMissing());
        }
        return answer(
                stale,
                freshness -> response(
                        directory.byIdentifier(workspace, new Identifier(type, value), freshness),
                        UNKNOWN_IDENTIFIER,
                        "no profile of this workspace has this identifier"));
    }

    /**
     * On the connection's own thread, because it is a few reads in memory and waiting for another thread would take
     * most of the time; where a second copy may answer on one that may wait, because that asks the broker.
     */
    private static Uni<Response> answer(String stale, Function<Freshness, Response> answer) {
        Freshness freshness = freshness(stale);
        Uni<Response> asked = Uni.createFrom().item(() -> answer.apply(freshness));
        return switch (freshness) {
            case CURRENT -> asked;
            case STALE_ALLOWED -> asked.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        };
    }

    /** Why two identifiers are one person or not; with only {@code a} how all of that person's came together. */
    @GET
    @Path("explain")
    public Response explain(
            @QueryParam("workspace") String workspace,
            @QueryParam("a") String a,
            @QueryParam("b") String b,
            @QueryParam("stale") String stale) {
        if (isMissing(workspace)) {
            return workspaceMissing();
        }
        Optional<Identifier> first = identifier(a);
        Optional<Identifier> second = identifier(b);
        if (first.isEmpty() || (b != null && second.isEmpty())) {
            return Answers.problem(
                    400, "not_an_identifier", "a and b are identifiers as type:value; b may be left out");
        }
        return response(
                directory.explain(workspace, first.get(), second, freshness(stale)),
                UNKNOWN_IDENTIFIER,
                "no profile of this workspace has");
    }

    /** The profile of an id; {@code follow=false} shows an absorbed one as it is instead of its survivor. */
    @GET
    @Path("profiles/{id}")
    public Uni<Response> byId(
            @PathParam("id") String id,
            @QueryParam("follow") @DefaultValue("true") boolean follow,
            @QueryParam("stale") String stale) {
        return answer(
                stale,
                freshness -> response(
                        follow ? directory.byId(id, freshness) : directory.exactly(id, freshness),
                        "unknown_profile",
                        "there is no such profile"));
    }

    /** State and figures of this instance; 200 whatever the state. */
    @GET
    @Path("status")
    public Response status() {
        return Answers.json(200, directory.status()).build();
    }

    record Applied(String commandId, String state) {}

    static Response response(Answer answer, String unknownCode, String unknownMessage) {
        return switch (answer) {
            case Answer.Found(ProfileV1 profile, Age age) ->
                aged(Answers.json(200, profile), age)
                        .contentLocation(URI.create("/v1/profiles/" + profile.profileId()))
                        .build();
            case Answer.Explained(WhyV1 why, Age age) ->
                aged(Answers.json(200, why), age).build();
            case Answer.Applied(String commandId, Age age) ->
                aged(Answers.json(200, new Applied(commandId, "applied")), age).build();
            case Answer.Elsewhere(String host, int port, String path) ->
                Response.temporaryRedirect(URI.create("http://" + host + ":" + port + path))
                        .build();
            case Answer.Unknown(String standing) ->
                Answers.problem(404, unknownCode, (unknownMessage + " " + standing).strip());
            case Answer.NotReady(String state) ->
                Answers.problem(503, "not_ready", "profiles cannot be read now, the state is " + state);
        };
    }

    private static Response.ResponseBuilder aged(Response.ResponseBuilder response, Age age) {
        return switch (age) {
            case Age.Current() -> response;
            case Age.Behind(var records) ->
                response.header(BEHIND, records.isPresent() ? Long.toString(records.getAsLong()) : "unknown");
        };
    }

    private static Optional<Identifier> identifier(String text) {
        int colon = text == null ? -1 : text.indexOf(':');
        return colon < 1 || colon == text.length() - 1
                ? Optional.empty()
                : Optional.of(new Identifier(text.substring(0, colon), text.substring(colon + 1)));
    }

    static Freshness freshness(String stale) {
        return "allowed".equals(stale) ? Freshness.STALE_ALLOWED : Freshness.CURRENT;
    }

    static boolean isMissing(String workspace) {
        return workspace == null || workspace.isBlank();
    }

    static Response workspaceMissing() {
        return Answers.problem(400, "workspace_missing", "say which workspace: ?workspace=<name>");
    }
}
