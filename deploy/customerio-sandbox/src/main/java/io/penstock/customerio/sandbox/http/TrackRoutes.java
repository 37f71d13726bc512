package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.fault.Fault;
import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Arrival;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.track.FieldError;
import io.penstock.customerio.sandbox.track.OperationReader;
import java.util.List;
import java.util.Optional;

/** The Track API, v1 and v2 (rules 1 to 4, 14, 15), with injected faults in front of it. */
final class TrackRoutes implements Routes {

    private final Credentials credentials;
    private final OperationReader reader;
    private final FaultPlan faults;
    private final Intake intake;
    private final ObjectNode region;

    TrackRoutes(Credentials credentials, OperationReader reader, FaultPlan faults, Intake intake, ObjectNode region) {
        this.credentials = credentials;
        this.reader = reader;
        this.faults = faults;
        this.intake = intake;
        this.region = region;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        if (request.path().equals("/api/v1/accounts/region")) {
            Fault fault =
                    faults.decide(request.method(), request.path(), List.of()).fault();
            Faults.delay(fault);
            if (Faults.stops(fault)) {
                return Faults.answer(fault);
            }
            return credentials.allowTrack(request.authorization()) ? Answer.json(200, region) : unauthorized(request);
        }
        Optional<Submission> submission = Submission.read(request, reader);
        return submission.isPresent() ? answer(request, submission.get()) : notFound(request);
    }

    private Answer answer(Request request, Submission submission) throws InterruptedException {
        FaultPlan.Hit hit = faults.decide(request.method(), request.path(), submission.people());
        Fault fault = hit.fault();
        Faults.delay(fault);
        if (!credentials.allowTrack(request.authorization())) {
            intake.receive(refused(request, submission, 401, "wrong credentials", fault));
            return unauthorized(request);
        }
        if (Faults.stops(fault)) {
            intake.receive(refused(request, submission, fault.status(), "injected fault", fault));
            return Faults.answer(fault);
        }
        Submission judged = fault.itemError()
                .map(error -> submission.withError(hit.personPrefix(), error(error)))
                .orElse(submission);
        int status = status(judged, fault);
        intake.receive(taken(request, judged, fault.resetAfterApply() ? 0 : status, fault));
        return fault.resetAfterApply() ? Answer.CUT : reply(judged, status);
    }

    private static FieldError error(ObjectNode error) {
        return new FieldError(
                error.path("reason").asText("invalid"),
                error.path("field").asText("attributes"),
                error.path("message").asText("injected fault"));
    }

    private static int status(Submission submission, Fault fault) {
        if (!submission.isFaulty()) {
            return 200;
        }
        boolean partial = submission.form() == Submission.Form.BATCH;
        return partial ? (fault.partial200() ? 200 : 207) : 400;
    }

    private static Answer reply(Submission submission, int status) {
        if (!submission.isFaulty()) {
            return Answer.SUCCESS;
        }
        return Answer.json(
                status, submission.form() == Submission.Form.V1 ? v1Errors(submission) : v2Errors(submission));
    }

    /** One error stands as text, several as a list: clients must take both (reference 2.6). */
    private static ObjectNode v1Errors(Submission submission) {
        List<FieldError> errors = submission.pieces().getFirst().reading().errors();
        ObjectNode body = Json.object();
        ObjectNode meta = body.putObject("meta");
        if (errors.size() == 1) {
            meta.put("error", errors.getFirst().message());
        } else {
            ArrayNode texts = meta.putArray("errors");
            errors.forEach(error -> texts.add(error.message()));
        }
        return body;
    }

    private static ObjectNode v2Errors(Submission submission) {
        ObjectNode body = Json.object();
        ArrayNode errors = body.putArray("errors");
        for (Submission.Piece piece : submission.pieces()) {
            for (FieldError error : piece.reading().errors()) {
                ObjectNode entry = errors.addObject();
                if (submission.form() == Submission.Form.BATCH) {
                    entry.put("batch_index", piece.index());
                }
                entry.setAll(error.toJson());
            }
        }
        return body;
    }

    private static List<Arrival> refused(
            Request request, Submission submission, int status, String reason, Fault fault) {
        return submission.pieces().stream()
                .map(piece -> arrival(request, piece, Optional.empty(), status, reason, fault))
                .toList();
    }

    private static List<Arrival> taken(Request request, Submission submission, int status, Fault fault) {
        return submission.pieces().stream()
                .map(piece -> {
                    String reason = String.join(
                            "; ",
                            piece.reading().errors().stream()
                                    .map(error -> error.field() + ": " + error.message())
                                    .toList());
                    return arrival(request, piece, piece.reading().operation(), status, reason, fault);
                })
                .toList();
    }

    private static Arrival arrival(
            Request request,
            Submission.Piece piece,
            Optional<Operation> operation,
            int status,
            String reason,
            Fault fault) {
        return new Arrival(
                request.method(),
                request.path(),
                piece.index(),
                piece.reading(),
                piece.text(),
                operation,
                status,
                reason,
                fault.label());
    }

    /** The vendor documents the status only; these bodies are assumed. */
    private static Answer unauthorized(Request request) {
        return Answer.json(401, problem(request, "unauthorized", "authorization", "wrong or missing credentials"));
    }

    private static Answer notFound(Request request) {
        return Answer.json(404, problem(request, "not_found", "path", "no such operation in this sandbox"));
    }

    private static ObjectNode problem(Request request, String reason, String field, String message) {
        ObjectNode body = Json.object();
        if (request.path().startsWith("/api/v2/")) {
            body.putArray("errors").add(new FieldError(reason, field, message).toJson());
        } else {
            body.putObject("meta").put("error", message);
        }
        return body;
    }
}
