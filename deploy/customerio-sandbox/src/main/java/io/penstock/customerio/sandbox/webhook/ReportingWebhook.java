package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One reporting webhook as the App API manages it (reference 7.1).
 *
 * @param events what it reports, such as {@code email_opened}; empty means everything
 * @param fullResolution false reports the first open and the first click of a delivery only
 * @param withContent whether {@code sent} carries the mail's content and headers
 */
public record ReportingWebhook(
        long id,
        String name,
        URI endpoint,
        List<String> events,
        boolean disabled,
        boolean fullResolution,
        boolean withContent) {

    private static final Set<String> ONCE = Set.of("opened", "clicked");

    public ReportingWebhook {
        events = List.copyOf(events);
    }

    /** What a request describes; refuses an endpoint that is no web address. */
    public static ReportingWebhook read(long id, JsonNode body) {
        String endpoint = body.path("endpoint").asText("");
        if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
            throw new IllegalArgumentException("endpoint must start with http:// or https://");
        }
        return new ReportingWebhook(
                id,
                body.path("name").asText(""),
                URI.create(endpoint),
                CampaignRule.texts(body.path("events"), List.of()),
                body.path("disabled").asBoolean(false),
                body.path("full_resolution").asBoolean(false),
                body.path("with_content").asBoolean(false));
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id).put("name", name).put("endpoint", endpoint.toString());
        events.forEach(json.putArray("events")::add);
        return json.put("disabled", disabled)
                .put("full_resolution", fullResolution)
                .put("with_content", withContent);
    }

    /** What of a delivery it reports. */
    List<MailReport.Body> chosen(List<MailReport.Body> bodies) {
        Set<String> before = new HashSet<>();
        return bodies.stream()
                .filter(body -> events.isEmpty() || events.contains("email_" + body.metric()))
                .filter(body -> before.add(body.metric()) || fullResolution || !ONCE.contains(body.metric()))
                .toList();
    }
}
