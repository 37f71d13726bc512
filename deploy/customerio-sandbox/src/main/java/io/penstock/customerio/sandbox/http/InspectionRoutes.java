package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.webhook.Mailroom;
import io.penstock.customerio.sandbox.webhook.WebhookTarget;
import io.penstock.customerio.sandbox.workspace.Profile;
import io.penstock.customerio.sandbox.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the vendor does not have: the record of everything received, faults, simulated mail, reset (rules 27 and 28). No
 * credentials.
 */
final class InspectionRoutes implements Routes {

    private static final int MOST_OPERATIONS = 20_000;
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final List<IdentifierKind> ORDER =
            List.of(IdentifierKind.ID, IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.CIO_ID);

    private final Intake intake;
    private final FaultPlan faults;
    private final Mailroom mailroom;
    private final Optional<String> certificate;

    InspectionRoutes(Intake intake, FaultPlan faults, Mailroom mailroom, Optional<String> certificate) {
        this.intake = intake;
        this.faults = faults;
        this.mailroom = mailroom;
        this.certificate = certificate;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        String[] parts = request.segments("/sandbox/");
        if (parts[0].equals("people") && parts.length == 2 && request.method().equals("GET")) {
            return person(request, parts[1]);
        }
        return switch (request.method() + " " + String.join("/", parts)) {
            case "GET health" -> Answer.json(200, Json.object().put("status", "UP"));
            case "GET certificate" ->
                certificate
                        .map(pem -> Answer.text(200, "application/x-pem-file", pem))
                        .orElseGet(() -> Answer.error(404, "There is no TLS listener; see --tls-port."));
            case "GET requests" -> operations(request);
            case "GET summary" -> Answer.json(200, intake.summary());
            case "GET people" -> Answer.json(200, intake.read(InspectionRoutes::counts));
            case "POST settle" -> settle();
            case "POST reset" -> reset();
            case "GET faults" -> Answer.json(200, faults.toJson());
            case "PUT faults" -> putFaults(body(request));
            case "DELETE faults" -> clearFaults();
            case "POST deliveries" -> deliver(body(request));
            case "GET campaigns" -> Answer.json(200, mailroom.campaigns());
            case "PUT campaigns" -> putCampaigns(body(request));
            case "GET webhooks" ->
                Answer.json(200, mailroom.webhooks(Math.clamp(request.number("limit", 100), 0, 10_000)));
            case "PUT webhooks" -> putWebhooks(body(request));
            default -> Answer.error(404, "No such inspection endpoint.");
        };
    }

    private static JsonNode body(Request request) {
        return Json.parse(request.body())
                .orElseThrow(() -> new IllegalArgumentException("The body must be valid JSON."));
    }

    private Answer operations(Request request) {
        int limit = Math.clamp(request.number("limit", 1000), 1, MOST_OPERATIONS);
        return Answer.json(200, OperationPage.of(intake, request.number("since", 0), limit));
    }

    private static ObjectNode counts(Workspace workspace) {
        return Json.object()
                .put("people", workspace.people().size())
                .put("objects", workspace.objects().size())
                .put("suppressed_identifiers", workspace.suppressed());
    }

    private Answer person(Request request, String value) {
        return intake.read(workspace -> find(workspace, value, request.parameter("id_type"))
                .map(person -> Answer.json(200, PersonJson.everything(workspace, person)))
                .orElseGet(() -> Answer.error(404, "Nobody has this identifier.")));
    }

    /** By the named kind of identifier, otherwise by the first kind that somebody has. */
    private static Optional<Profile> find(Workspace workspace, String value, Optional<String> kind) {
        return ORDER.stream()
                .filter(each -> kind.isEmpty() || kind.get().equals(each.key()))
                .flatMap(each -> workspace.find(new PersonRef(each, value)).stream())
                .findFirst();
    }

    private Answer settle() throws InterruptedException {
        return intake.settle(SETTLE)
                ? Answer.json(200, intake.summary())
                : Answer.error(503, "Operations are still waiting to be applied.");
    }

    private Answer reset() {
        faults.clear();
        mailroom.reset();
        intake.reset();
        return Answer.json(200, Json.object());
    }

    private Answer putFaults(JsonNode plan) {
        faults.replace(plan);
        return Answer.json(200, faults.toJson());
    }

    private Answer clearFaults() {
        faults.clear();
        return Answer.json(200, Json.object());
    }

    private Answer deliver(JsonNode request) {
        JsonNode person = request.path("person");
        return intake.read(workspace -> ORDER.stream()
                .filter(kind -> person.hasNonNull(kind.key()))
                .flatMap(kind -> workspace
                        .find(new PersonRef(kind, person.get(kind.key()).asText()))
                        .stream())
                .findFirst()
                .map(found -> Answer.json(200, mailroom.deliver(found, request)))
                .orElseGet(() -> Answer.error(404, "No such person.")));
    }

    private Answer putCampaigns(JsonNode rules) {
        mailroom.campaigns(rules);
        return Answer.json(200, mailroom.campaigns());
    }

    private Answer putWebhooks(JsonNode target) {
        mailroom.target(new WebhookTarget(
                URI.create(target.path("url").asText("")), target.path("key").asText("")));
        return Answer.json(200, mailroom.webhooks(0));
    }
}
