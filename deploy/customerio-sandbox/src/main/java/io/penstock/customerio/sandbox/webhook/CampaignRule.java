package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.workspace.Profile;
import io.penstock.customerio.sandbox.workspace.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A campaign of one mail: an event of that name sends it, and the metrics follow.
 *
 * @param only the ids of the people it is for; empty means everybody
 */
public record CampaignRule(
        String event,
        long campaignId,
        long actionId,
        String subject,
        String href,
        List<String> metrics,
        Set<String> only) {

    /** What a mail goes through when nothing else is asked for. */
    static final List<String> USUAL = List.of("sent", "delivered", "opened", "clicked");

    public CampaignRule {
        metrics = List.copyOf(metrics);
        only = Set.copyOf(only);
    }

    /** Reads one rule; {@code event} is required, the rest has defaults. */
    public static CampaignRule read(JsonNode rule) {
        String event = rule.path("event").asText("");
        if (event.isEmpty()) {
            throw new IllegalArgumentException("A campaign needs the name of the event that triggers it.");
        }
        return new CampaignRule(
                event,
                rule.path("campaign_id").asLong(1),
                rule.path("action_id").asLong(1),
                rule.path("subject").asText("Hello"),
                rule.path("href").asText("https://example.com/"),
                texts(rule.path("metrics"), USUAL),
                new HashSet<>(texts(rule.path("only"), List.of())));
    }

    static List<String> texts(JsonNode array, List<String> otherwise) {
        if (!array.isArray()) {
            return otherwise;
        }
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Nobody unsubscribed gets it, and an event older than 72 hours on arrival triggers nothing. */
    boolean triggers(Profile person, StoredEvent happened) {
        return happened.canTrigger()
                && happened.name().equals(event)
                && !person.isUnsubscribed()
                && (only.isEmpty()
                        || only.contains(person.identifier(IdentifierKind.ID).orElse("")));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("event", event)
                .put("campaign_id", campaignId)
                .put("action_id", actionId)
                .put("subject", subject)
                .put("href", href);
        metrics.forEach(json.putArray("metrics")::add);
        if (!only.isEmpty()) {
            only.stream().sorted().forEach(json.putArray("only")::add);
        }
        return json;
    }
}
