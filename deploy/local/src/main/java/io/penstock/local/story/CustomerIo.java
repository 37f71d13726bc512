package io.penstock.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.stack.House;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What arrived at the Customer.io stand-in, in arrival order. For one thread. */
public final class CustomerIo {
    private static final int PAGE = 5_000;

    private final Http http;
    private final Http track;
    private long seen;

    public CustomerIo(String url) {
        this.http = new Http(url);
        this.track = new Http(url, House.CIO_SITE_ID + ":" + House.CIO_API_KEY);
    }

    /**
     * One operation as it arrived.
     *
     * @param body the exact item of the request
     * @param verdict what the stand-in made of it: {@code applied, ignored-duplicate, …}
     */
    public record Call(long seq, String type, String action, ObjectNode body, String verdict) {
        /** Whether this is an event; else it is an identify or another operation. */
        public boolean isEvent() {
            return "event".equals(action);
        }

        /** The person, as addressed. */
        public String person() {
            JsonNode identifiers = body.path("identifiers");
            return identifiers.path("id").asText(identifiers.path("email").asText());
        }
    }

    /** Operations that arrived since the last call of this method. */
    public List<Call> fresh() throws InterruptedException {
        List<Call> calls = new ArrayList<>();
        while (true) {
            JsonNode page = http.get("/sandbox/requests?since=" + seen + "&limit=" + PAGE);
            JsonNode list = page.path("operations");
            seen = page.path("next").asLong(seen);
            for (JsonNode entry : list) {
                calls.add(new Call(
                        entry.path("seq").asLong(),
                        entry.path("type").asText(),
                        entry.path("action").asText(),
                        (ObjectNode) entry.path("body"),
                        entry.path("verdict").asText()));
            }
            if (list.size() < PAGE) {
                return calls;
            }
        }
    }

    /** Somebody signs up at Customer.io itself, before any table speaks of them. */
    public void signUp(String id, String email) throws InterruptedException {
        track.put(
                "/api/v1/customers/" + id, JsonNodeFactory.instance.objectNode().put("email", email));
    }

    /** Counts by verdict and action. */
    public JsonNode summary() throws InterruptedException {
        return http.get("/sandbox/summary");
    }

    /** A person's state, attributes as Customer.io's App API would show them: text. */
    public JsonNode person(String id) throws InterruptedException {
        return http.get("/sandbox/people/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    /** From now on, an event of this name sends a mail, and the named people open and click it. */
    public void campaign(String event, String subject, List<String> readers) throws InterruptedException {
        ObjectNode campaign = JsonNodeFactory.instance.objectNode();
        campaign.put("event", event)
                .put("campaign_id", 23)
                .put("action_id", 96)
                .put("subject", subject)
                .put("href", "https://example.com/upgrade");
        ArrayNode metrics = campaign.putArray("metrics");
        List.of("sent", "delivered", "opened", "clicked").forEach(metrics::add);
        ArrayNode only = campaign.putArray("only");
        readers.forEach(only::add);
        http.put("/sandbox/campaigns", JsonNodeFactory.instance.arrayNode().add(campaign));
    }
}
