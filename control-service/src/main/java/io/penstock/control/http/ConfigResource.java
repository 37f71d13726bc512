package io.penstock.control.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.kafka.ConfigFollower;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Shows the configuration in force, as read back from the config topic. */
@Path("/v1/config")
@Produces(MediaType.APPLICATION_JSON)
public final class ConfigResource {
    private final ConfigFollower follower;

    ConfigResource(ConfigFollower follower) {
        this.follower = follower;
    }

    /** One line of the list. */
    public record Line(String key, long version, String hash, Instant at, String author) {}

    /** The newest version of everything, sorted by kind and name. */
    @GET
    public List<Line> list() {
        return Arrays.stream(ConfigV1.Kind.values())
                .flatMap(kind -> follower.latest(kind).values().stream())
                .map(config -> new Line(config.key(), config.version(), config.hash(), config.at(), config.author()))
                .toList();
    }

    /** The newest version of one thing, exactly as it is on the topic; 404 if there is none. */
    @GET
    @Path("/{kind}/{name}")
    public Response one(@PathParam("kind") String kind, @PathParam("name") String name) {
        return Arrays.stream(ConfigV1.Kind.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(kind))
                .findFirst()
                .flatMap(known -> follower.latest(known, name))
                .map(config -> Response.ok(json(config)))
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(new Answers.Errors(List.of("no " + kind + " of this name is in force"))))
                .build();
    }

    private static String json(ConfigV1 config) {
        try {
            return Json.wire().writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from the topic can be written", e);
        }
    }
}
