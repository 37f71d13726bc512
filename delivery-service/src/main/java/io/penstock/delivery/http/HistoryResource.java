package io.penstock.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.history.History;
import io.penstock.delivery.history.HistoryFeed;
import io.penstock.delivery.history.HistoryQuery;
import io.penstock.delivery.history.Shown;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of deliveries. Values that name a person are masked unless {@code reveal=true}. */
@Path("/v1/history")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
    private static final int MOST = 1000;
    private static final Instant EVER_AFTER = Instant.parse("9999-12-31T00:00:00Z");

    private final History history;
    private final HistoryFeed feed;

    HistoryResource(History history, HistoryFeed feed) {
        this.history = history;
        this.feed = feed;
    }

    /**
     * Newest first: {@code {outcomes, more, complete}}. Not {@code complete} while this process still reads what
     * happened before its start.
     */
    @GET
    public ObjectNode find(
            @QueryParam("person") String person,
            @QueryParam("pipeline") String pipeline,
            @QueryParam("result") String result,
            @QueryParam("since") String since,
            @QueryParam("until") String until,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("reveal") String reveal) {
        History.Found found = history.find(new HistoryQuery(
                Given.text(person),
                Given.text(pipeline),
                Given.text(result),
                Given.time("since", since).orElse(Instant.EPOCH),
                Given.time("until", until).orElse(EVER_AFTER),
                Math.clamp(limit, 1, MOST)));
        return answer(found.outcomes(), Given.shown(reveal)).put("more", found.more());
    }

    /**
     * What arrived after {@code after}, oldest first, and the cursor to go on from; without {@code after} nothing, and
     * the cursor of now.
     */
    @GET
    @Path("/arrivals")
    public ObjectNode follow(
            @QueryParam("after") Long after,
            @QueryParam("pipeline") String pipeline,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("reveal") String reveal) {
        History.Arrived arrived =
                history.follow(Optional.ofNullable(after), Given.text(pipeline), Math.clamp(limit, 1, MOST));
        return answer(arrived.outcomes(), Given.shown(reveal)).put("cursor", arrived.cursor());
    }

    private ObjectNode answer(List<OutcomeV1> outcomes, Shown shown) {
        ObjectNode answer = Json.wire().createObjectNode();
        ArrayNode list = answer.putArray("outcomes");
        outcomes.forEach(outcome -> list.add(shown.outcome(outcome)));
        return answer.put("complete", feed.isCaughtUp());
    }
}
