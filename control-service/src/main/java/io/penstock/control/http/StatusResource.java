package io.penstock.control.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.core.FolderState;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.kafka.ConfigFollower;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Says how this service is doing. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final Supplier<FolderState> folder;
    private final ConfigFollower follower;

    StatusResource(Supplier<FolderState> folder, ConfigFollower follower) {
        this.folder = folder;
        this.follower = follower;
    }

    /**
     * The whole answer.
     *
     * @param caughtUp whether the config topic has been read to its end
     * @param entries configured things in force
     * @param unreadable records on the config topic that were no configuration
     */
    public record Status(boolean caughtUp, int entries, long unreadable, ProjectStatus project) {}

    /**
     * The project folder given at start.
     *
     * @param state {@code none | waiting | applied | refused}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ProjectStatus(
            String state, String folder, String reason, List<Answers.StepAnswer> entries, List<String> errors) {}

    @GET
    public Status status() {
        int entries = Arrays.stream(ConfigV1.Kind.values())
                .mapToInt(kind -> follower.latest(kind).size())
                .sum();
        return new Status(follower.isCaughtUp(), entries, follower.unreadable(), project(folder.get()));
    }

    private static ProjectStatus project(FolderState state) {
        return switch (state) {
            case FolderState.Unset unset -> new ProjectStatus("none", null, null, null, null);
            case FolderState.Waiting waiting ->
                new ProjectStatus("waiting", waiting.folder().toString(), waiting.reason(), null, null);
            case FolderState.InForce inForce ->
                new ProjectStatus(
                        "applied",
                        inForce.folder().toString(),
                        null,
                        Answers.of(inForce.plan()).entries(),
                        null);
            case FolderState.Refused refused ->
                new ProjectStatus(
                        "refused",
                        refused.folder().toString(),
                        null,
                        null,
                        refused.problems().stream().map(Object::toString).toList());
        };
    }
}
