package io.penstock.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.history.DeadLetterFilter;
import io.penstock.delivery.history.DeadLetterId;
import io.penstock.delivery.history.DeadLetters;
import io.penstock.delivery.history.HistoryFeed;
import io.penstock.delivery.history.Replay;
import io.penstock.schemas.Json;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;

/** The dead letters of every service, and the way back. Values are masked unless {@code reveal=true}. */
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
public class DeadLetterResource {
    private static final int SHOWN = 1000;

    private final DeadLetters letters;
    private final Replay replay;
    private final HistoryFeed feed;

    DeadLetterResource(DeadLetters letters, Replay replay, HistoryFeed feed) {
        this.letters = letters;
        this.replay = replay;
        this.feed = feed;
    }

    /**
     * Which letters are meant, and whether this is in earnest.
     *
     * @param id one of them; null for all that the rest takes
     * @param after {@code next} of the part before
     */
    public record Order(String id, String stage, String code, String pipeline, String after, Mode mode) {}

    /** In earnest or not. */
    public enum Mode {
        DRY_RUN,
        REPLAY
    }

    /** By cause, the most frequent first. */
    @GET
    public ObjectNode grouped() {
        ObjectNode answer = Json.wire().createObjectNode();
        ArrayNode list = answer.putArray("causes");
        for (DeadLetters.Group group : letters.grouped()) {
            list.addObject()
                    .put("stage", group.cause().stage())
                    .put("code", group.cause().code())
                    .put("pipeline", group.cause().pipeline())
                    .put("count", group.count())
                    .put("first", group.first().toString())
                    .put("last", group.last().toString())
                    .put("newest", group.newest().toString());
        }
        return answer.put("complete", feed.isCaughtUp());
    }

    /** One of them: 404 if there is none. */
    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id, @QueryParam("reveal") String reveal) {
        return DeadLetterId.parse(id)
                .flatMap(letters::one)
                .map(found -> Response.ok(Given.shown(reveal).letter(found)).build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }

    /**
     * Replays up to 1000 letters, or says what a replay would do; {@code next} leads to the others. 503 while it is not
     * known yet what was acknowledged.
     */
    @POST
    @Path("/replay")
    public Response replay(Order order) {
        if (order == null || order.mode() == null) {
            throw Given.refused("expected mode: DRY_RUN or REPLAY");
        }
        if (!feed.isCaughtUp()) {
            return Response.status(Response.Status.SERVICE_UNAVAILABLE).build();
        }
        DeadLetterFilter filter = filter(order);
        Replay.Report report = switch (order.mode()) {
            case DRY_RUN -> replay.rehearse(filter);
            case REPLAY -> replay.run(filter);
        };
        return Response.ok(json(report)).build();
    }

    private static DeadLetterFilter filter(Order order) {
        try {
            return new DeadLetterFilter(
                    id("id", order.id()),
                    Given.text(order.stage()),
                    Given.text(order.code()),
                    Given.text(order.pipeline()),
                    id("after", order.after()));
        } catch (IllegalArgumentException e) {
            throw Given.refused(e.getMessage());
        }
    }

    private static Optional<DeadLetterId> id(String name, String given) {
        return Given.text(given)
                .map(text -> DeadLetterId.parse(text)
                        .orElseThrow(() -> Given.refused(name + ": expected PARTITION-OFFSET like 3-1207")));
    }

    private static ObjectNode json(Replay.Report report) {
        ObjectNode answer =
                Json.wire().createObjectNode().put("matched", report.matched()).put("replayed", report.replayed());
        ObjectNode by = answer.putObject("skipped_by");
        report.skippedBy().forEach((why, count) -> by.put(why.name().toLowerCase(Locale.ROOT), count));
        ArrayNode skipped = answer.putArray("skipped");
        report.skipped().stream()
                .limit(SHOWN)
                .forEach(each -> skipped.addObject()
                        .put("id", each.id().toString())
                        .put("why", each.why().name().toLowerCase(Locale.ROOT)));
        report.next().ifPresent(next -> answer.put("next", next.toString()));
        return answer;
    }
}
