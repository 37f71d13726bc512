package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.webhook.Mailroom;
import io.penstock.customerio.sandbox.webhook.ReportingWebhook;
import java.util.OptionalLong;

/** Management of reporting webhooks (rule 32). Every one is signed with the key of the workspace. */
final class ReportingWebhookRoutes implements Routes {

    private static final String PATH = "/v1/reporting_webhooks";

    private final Mailroom mailroom;

    ReportingWebhookRoutes(Mailroom mailroom) {
        this.mailroom = mailroom;
    }

    @Override
    public Answer answer(Request request) {
        String[] parts = request.segments("/v1/");
        OptionalLong id = parts.length > 1 && parts[1].matches("[1-9]\\d{0,8}")
                ? OptionalLong.of(Long.parseLong(parts[1]))
                : OptionalLong.empty();
        if (parts.length > 2 || parts.length == 2 && (id.isEmpty() || !known(id.getAsLong()))) {
            return AppRoutes.notFound();
        }
        return switch (request.method() + " " + parts.length) {
            case "GET 1" -> list();
            case "POST 1" -> put(mailroom.newWebhookId(), request);
            case "GET 2" -> show(id.getAsLong());
            case "PUT 2" -> put(id.getAsLong(), request);
            case "DELETE 2" -> remove(id.getAsLong());
            default -> AppRoutes.problem(405, "not offered below " + PATH);
        };
    }

    private boolean known(long id) {
        return mailroom.registered().stream().anyMatch(each -> each.id() == id);
    }

    private Answer list() {
        ObjectNode body = Json.object();
        var all = body.putArray("reporting_webhooks");
        mailroom.registered().forEach(each -> all.add(each.toJson()));
        return Answer.json(200, body);
    }

    private Answer show(long id) {
        return mailroom.registered().stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .map(each -> Answer.json(200, each.toJson()))
                .orElseGet(AppRoutes::notFound);
    }

    private Answer put(long id, Request request) {
        JsonNode body = Json.parse(request.body()).orElseGet(Json::object);
        ReportingWebhook webhook;
        try {
            webhook = ReportingWebhook.read(id, body);
        } catch (IllegalArgumentException refused) {
            return AppRoutes.problem(400, String.valueOf(refused.getMessage()));
        }
        mailroom.register(webhook);
        return Answer.json(200, webhook.toJson());
    }

    private Answer remove(long id) {
        mailroom.unregister(id);
        return Answer.text(204, "text/plain", "");
    }
}
