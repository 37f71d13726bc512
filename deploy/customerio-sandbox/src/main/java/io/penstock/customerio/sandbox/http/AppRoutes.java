package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.fault.Fault;
import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.webhook.Ulid;
import io.penstock.customerio.sandbox.workspace.Activity;
import io.penstock.customerio.sandbox.workspace.Profile;
import io.penstock.customerio.sandbox.workspace.StoredObject;
import io.penstock.customerio.sandbox.workspace.Workspace;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Reads in the shape of the App API (reference 8.2): what a destination uses to see whether a change was applied. */
final class AppRoutes implements Routes {

    private static final int PAGE = 100;

    private final Credentials credentials;
    private final FaultPlan faults;
    private final Intake intake;
    private final RateLimit limit;
    private final ReportingWebhookRoutes webhooks;

    AppRoutes(Credentials credentials, RateLimit limit, Backstage stage) {
        this.credentials = credentials;
        this.limit = limit;
        this.faults = stage.faults();
        this.intake = stage.intake();
        this.webhooks = new ReportingWebhookRoutes(stage.mailroom());
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Fault fault = faults.decide(request.method(), request.path(), List.of()).fault();
        Faults.delay(fault);
        if (Faults.stops(fault)) {
            return Faults.answer(fault);
        }
        Optional<Answer> limited = limit.refuse();
        if (limited.isPresent()) {
            return limited.get();
        }
        if (!credentials.allowApp(request.authorization())) {
            return problem(401, "unauthorized");
        }
        String[] parts = request.segments("/v1/");
        if (parts[0].equals("reporting_webhooks")) {
            return webhooks.answer(request);
        }
        if (!request.method().equals("GET")) {
            return problem(405, "only reads are offered");
        }
        return switch (parts[0] + " " + parts.length + (parts.length > 2 ? " " + parts[parts.length - 1] : "")) {
            case "customers 1" -> search(request);
            case "customers 3 attributes" -> person(request, parts[1], PersonJson::attributes);
            case "customers 3 relationships" -> person(request, parts[1], PersonJson::relationships);
            case "customers 3 activities" -> personActivities(request, parts[1]);
            case "customers 3 segments" -> person(request, parts[1], AppRoutes::segmentsOf);
            case "object_types 1" -> intake.read(AppRoutes::objectTypes);
            case "segments 1" -> intake.read(AppRoutes::segments);
            case "segments 3 membership" -> members(parts[1]);
            case "segments 3 customer_count" -> memberCount(parts[1]);
            case "activities 1" -> activities(request, activity -> true);
            case "objects 4 attributes" -> object(parts, false);
            case "objects 4 relationships" -> object(parts, true);
            default -> notFound();
        };
    }

    private Answer search(Request request) {
        String email = request.parameter("email").orElse("");
        if (email.isEmpty()) {
            return problem(400, "the parameter email is required");
        }
        return intake.read(workspace -> {
            ObjectNode body = Json.object();
            ArrayNode results = body.putArray("results");
            workspace.withEmail(email).forEach(person -> results.add(PersonJson.identifiers(person)));
            return Answer.json(200, body);
        });
    }

    private Answer person(Request request, String value, BiFunction<Workspace, Profile, ObjectNode> view) {
        return intake.read(workspace -> find(workspace, request, value)
                .map(person -> Answer.json(200, view.apply(workspace, person)))
                .orElseGet(AppRoutes::notFound));
    }

    private static ObjectNode segmentsOf(Workspace workspace, Profile person) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("segments");
        workspace.segments().forEach((id, people) -> {
            if (people.contains(person)) {
                list.add(segment(id));
            }
        });
        return body;
    }

    private static Answer segments(Workspace workspace) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("segments");
        workspace.segments().keySet().forEach(id -> list.add(segment(id)));
        return Answer.json(200, body);
    }

    private static ObjectNode segment(String id) {
        return Json.object()
                .put("id", Long.parseLong(id))
                .put("name", "Segment " + id)
                .put("type", "manual");
    }

    private Answer members(String segment) {
        return intake.read(workspace -> Optional.ofNullable(workspace.segments().get(segment))
                .map(people -> {
                    ObjectNode body = Json.object();
                    ArrayNode ids = body.putArray("ids");
                    ArrayNode identifiers = body.putArray("identifiers");
                    people.forEach(person -> {
                        ids.add(person.identifier(IdentifierKind.ID).orElse(person.cioId()));
                        identifiers.add(PersonJson.identifiers(person));
                    });
                    return Answer.json(200, body.put("next", ""));
                })
                .orElseGet(AppRoutes::notFound));
    }

    private Answer memberCount(String segment) {
        return intake.read(workspace -> Optional.ofNullable(workspace.segments().get(segment))
                .map(people -> Answer.json(200, Json.object().put("count", people.size())))
                .orElseGet(AppRoutes::notFound));
    }

    private static Answer objectTypes(Workspace workspace) {
        ObjectNode body = Json.object();
        ArrayNode types = body.putArray("types");
        workspace.objectTypes().stream()
                .sorted()
                .forEach(id -> types.addObject()
                        .put("id", id)
                        .put("name", "Type " + id)
                        .put("enabled", true));
        return Answer.json(200, body);
    }

    private static Optional<Profile> find(Workspace workspace, Request request, String value) {
        return IdentifierKind.of(request.parameter("id_type").orElse("id"))
                .flatMap(kind -> workspace.find(new PersonRef(kind, value)));
    }

    private Answer personActivities(Request request, String value) {
        Optional<Predicate<Activity>> theirs = intake.read(workspace ->
                find(workspace, request, value).map(person -> activity -> person.answersTo(activity.cioId())));
        return theirs.map(filter -> activities(request, filter)).orElseGet(AppRoutes::notFound);
    }

    /** Newest first; {@code type}, {@code customer_id}, {@code limit} and {@code start} as the vendor's. */
    private Answer activities(Request request, Predicate<Activity> whose) {
        Predicate<Activity> wanted = whose.and(activity ->
                        request.parameter("type").map(activity.type()::equals).orElse(true))
                .and(activity -> request.parameter("customer_id")
                        .map(activity.customerId()::equals)
                        .orElse(true));
        int limit = Math.clamp(request.number("limit", 10), 1, PAGE);
        List<Activity> found =
                intake.read(workspace -> workspace.activities(wanted, request.number("start", Long.MAX_VALUE), limit));
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("activities");
        found.forEach(activity -> list.add(json(activity)));
        body.put(
                "next",
                found.size() < limit ? "" : String.valueOf(found.getLast().number()));
        return Answer.json(200, body);
    }

    private static ObjectNode json(Activity activity) {
        ObjectNode json = Json.object()
                .put("id", Ulid.of(activity.timestamp() * 1000, BigInteger.valueOf(activity.number())))
                .put("type", activity.type())
                .put("timestamp", activity.timestamp())
                .put("customer_id", activity.customerId());
        json.putObject("customer_identifiers")
                .put("id", activity.customerId())
                .put("email", activity.email())
                .put("cio_id", activity.cioId());
        json.set("data", Json.parse(activity.data()).orElseThrow());
        return json;
    }

    private Answer object(String[] parts, boolean relationships) {
        ObjectRef ref = new ObjectRef.Key(parts[1], parts[2]);
        return intake.read(workspace -> {
            Optional<StoredObject> object = workspace.find(ref);
            return object.map(found -> Answer.json(
                            200,
                            relationships ? ObjectJson.relationships(workspace, found) : ObjectJson.attributes(found)))
                    .orElseGet(AppRoutes::notFound);
        });
    }

    /** The reference in the vendor's text is a ULID of the request; here it is always the same one. */
    static Answer notFound() {
        return problem(404, "not found (reference " + Ulid.of(0, BigInteger.ONE) + ")");
    }

    static Answer problem(int status, String detail) {
        ObjectNode body = Json.object();
        body.putArray("errors").addObject().put("detail", detail).put("status", String.valueOf(status));
        return Answer.json(status, body);
    }
}
