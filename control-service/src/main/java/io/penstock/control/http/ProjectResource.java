package io.penstock.control.http;

import io.penstock.control.core.ConfigStore.StoreUnavailableException;
import io.penstock.control.core.Control;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.kafka.ConfigFollower;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Takes whole projects. */
@Path("/v1/project")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectResource {
    private static final Logger LOG = Logger.getLogger(ProjectResource.class);
    private static final int UNPROCESSABLE = 422;
    private static final Duration ECHO = Duration.ofSeconds(2);

    private final Control control;
    private final ConfigFollower follower;

    ProjectResource(Control control, ConfigFollower follower) {
        this.control = control;
        this.follower = follower;
    }

    /**
     * A project on its way in.
     *
     * @param files path inside the project to text
     * @param author recorded with each version; {@code local} if absent
     * @param baseline true: every crossing begins armed, whatever its file says; absent: as the files say
     */
    public record Upload(Map<String, String> files, String author, Boolean baseline) {}

    /**
     * Puts a project into force, whole: what is not in it is removed. Safe to repeat.
     *
     * @return 200 with one entry per key, 422 with every error, 400 without files, 503 if the broker does not take it
     */
    @POST
    public Response apply(Upload upload) {
        if (upload == null || upload.files() == null || upload.files().containsValue(null)) {
            return errors(Response.Status.BAD_REQUEST.getStatusCode(), List.of("expected {\"files\": {path: text}}"));
        }
        String author = upload.author() == null || upload.author().isBlank() ? "local" : upload.author();
        try {
            return switch (apply(upload, author)) {
                case Control.Applied.Refused refused ->
                    errors(
                            UNPROCESSABLE,
                            refused.problems().stream().map(Object::toString).toList());
                case Control.Applied.InForce inForce -> {
                    Answers.PlanAnswer answer = Answers.of(inForce.plan());
                    LOG.infof("project applied: workspace=%s entries=%s", answer.workspace(), answer.entries());
                    awaitEcho(inForce);
                    yield Response.ok(answer).build();
                }
            };
        } catch (StoreUnavailableException e) {
            LOG.warnf("project not applied: %s", e.getMessage());
            return errors(Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), List.of(e.getMessage()));
        }
    }

    private Control.Applied apply(Upload upload, String author) {
        return Boolean.TRUE.equals(upload.baseline())
                ? control.baseline(upload.files(), author)
                : control.apply(upload.files(), author);
    }

    /** Waits a moment until this service's own reads show what it wrote. */
    private void awaitEcho(Control.Applied.InForce inForce) {
        var last = inForce.plan().writes().stream()
                .filter(step -> step.entry().isPresent())
                .reduce((first, second) -> second);
        try {
            if (last.isPresent()) {
                var key = last.get().key();
                follower.version(
                        ConfigV1.Kind.valueOf(key.kind().name()),
                        key.name(),
                        last.get().to(),
                        ECHO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Response errors(int status, List<String> errors) {
        return Response.status(status).entity(new Answers.Errors(errors)).build();
    }
}
