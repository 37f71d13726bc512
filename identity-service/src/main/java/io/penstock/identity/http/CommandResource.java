package io.penstock.identity.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.identity.http.CommandLog.Appended;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /v1/commands}: orders to change who is who. 202 with the command's id and its place in the log; 400 with
 * what is wrong; 503 if the log cannot be reached, and then the same command may be sent again. {@code GET} of an id
 * says whether it has been carried out.
 *
 * <p>Errors are {@code {"code", "message"}} and never repeat a value.
 */
@Path("/v1/commands")
@Produces(MediaType.APPLICATION_JSON)
public class CommandResource {
    private static final int LONGEST_VALUE = 1_024;
    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_IDENTIFIERS = 1_000;

    /**
     * A command as it is asked for.
     *
     * @param kind as {@link IdentityCommandV1.Kind} has it, in any case; {@code -} for {@code _}
     * @param identifiers two for LINK and CANNOT_LINK, at least one for SPLIT, one for the others
     * @param commandId chosen by whoever asks, or null
     */
    record Asked(
            String workspace,
            String kind,
            List<IdentifierV1> identifiers,
            String author,
            String reason,
            String commandId) {}

    record Accepted(String commandId, int partition, long logOffset) {}

    private final CommandLog log;
    private final ProfileDirectory directory;

    CommandResource(CommandLog log, ProfileDirectory directory) {
        this.log = log;
        this.directory = directory;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response command(String body) {
        Asked asked;
        try {
            asked = Json.wire().readValue(body, Asked.class);
        } catch (JsonProcessingException e) {
            return problem(400, "not_a_command", "the body must be a JSON object with kind and identifiers");
        }
        if (asked == null) {
            return problem(400, "not_a_command", "the body must be a JSON object with kind and identifiers");
        }
        Optional<IdentityCommandV1.Kind> kind = kind(asked.kind());
        Optional<String> wrong = wrong(asked, kind);
        if (wrong.isPresent()) {
            return problem(400, "invalid_command", wrong.get());
        }
        IdentityCommandV1 command = command(asked, kind.orElseThrow());
        return switch (log.append(asked.workspace(), command)) {
            case Appended.At(int partition, long offset) ->
                Answers.json(202, new Accepted(command.commandId(), partition, offset))
                        .build();
            case Appended.NotNow() ->
                problem(503, "log_unavailable", "the identity log did not take it; send the same command id again");
        };
    }

    /**
     * Whether an order has been carried out. 404 while it has not, which one on its way cannot be told from one never
     * given; what it changed is in the decisions.
     */
    @GET
    @Path("{id}")
    public Response applied(
            @PathParam("id") String id, @QueryParam("workspace") String workspace, @QueryParam("stale") String stale) {
        if (ProfileResource.isMissing(workspace)) {
            return ProfileResource.workspaceMissing();
        }
        return ProfileResource.response(
                directory.command(workspace, id, ProfileResource.freshness(stale)),
                "not_applied",
                "no order of this id has been carried out in this workspace yet");
    }

    private static IdentityCommandV1 command(Asked asked, IdentityCommandV1.Kind kind) {
        List<IdentifierV1> identifiers = asked.identifiers();
        boolean split = kind == IdentityCommandV1.Kind.SPLIT;
        return new IdentityCommandV1(
                asked.commandId() == null ? "cmd_" + UUID.randomUUID() : asked.commandId(),
                kind,
                split ? null : identifiers.getFirst(),
                split || identifiers.size() < 2 ? null : identifiers.get(1),
                split ? identifiers : List.of(),
                asked.author(),
                asked.reason());
    }

    private static Optional<IdentityCommandV1.Kind> kind(String name) {
        for (IdentityCommandV1.Kind kind : IdentityCommandV1.Kind.values()) {
            if (name != null && kind.name().equalsIgnoreCase(name.replace('-', '_'))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrong(Asked asked, Optional<IdentityCommandV1.Kind> kind) {
        if (asked.workspace() == null || asked.workspace().isBlank()) {
            return Optional.of("workspace is missing");
        }
        if (kind.isEmpty()) {
            return Optional.of("kind must be one of LINK, UNLINK, SPLIT, CANNOT_LINK, BLOCK, ERASE");
        }
        if (isTooLong(asked.author()) || isTooLong(asked.reason()) || isTooLong(asked.commandId())) {
            return Optional.of("author, reason and command_id must have at most " + LONGEST_TEXT + " characters");
        }
        if (asked.author() == null || asked.author().isBlank()) {
            return Optional.of("author is missing: say who orders it");
        }
        if (asked.commandId() != null && asked.commandId().isBlank()) {
            return Optional.of("command_id must not be empty; leave it out to get one");
        }
        return wrong(asked.identifiers(), kind.get());
    }

    private static Optional<String> wrong(List<IdentifierV1> identifiers, IdentityCommandV1.Kind kind) {
        int count = identifiers == null ? 0 : identifiers.size();
        Optional<String> number = switch (kind) {
            case LINK, CANNOT_LINK ->
                count == 2 ? Optional.empty() : Optional.of(kind + " needs two identifiers, not " + count);
            case SPLIT ->
                count >= 1 && count <= MOST_IDENTIFIERS
                        ? Optional.empty()
                        : Optional.of("SPLIT needs 1 to " + MOST_IDENTIFIERS + " identifiers, not " + count);
            case UNLINK, BLOCK, ERASE ->
                count == 1 ? Optional.empty() : Optional.of(kind + " needs one identifier, not " + count);
        };
        if (number.isPresent()) {
            return number;
        }
        for (IdentifierV1 one : identifiers) {
            if (one == null || isEmpty(one.type()) || isEmpty(one.value())) {
                return Optional.of("an identifier needs a type and a value");
            }
            if (one.type().length() > LONGEST_VALUE || one.value().length() > LONGEST_VALUE) {
                return Optional.of("an identifier must have at most " + LONGEST_VALUE + " characters");
            }
        }
        return kind != IdentityCommandV1.Kind.SPLIT
                        && count == 2
                        && identifiers.get(0).equals(identifiers.get(1))
                ? Optional.of("the two identifiers are the same")
                : Optional.empty();
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isBlank();
    }

    private static boolean isTooLong(String text) {
        return text != null && text.length() > LONGEST_TEXT;
    }

    private static Response problem(int status, String code, String message) {
        return Answers.problem(status, code, message);
    }
}
