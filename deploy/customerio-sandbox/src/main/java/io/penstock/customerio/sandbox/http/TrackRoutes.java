package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.fault.Fault;
import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.Verdict;
import io.penstock.customerio.sandbox.track.FieldError;
import io.penstock.customerio.sandbox.track.OperationReader;
import java.util.List;
import java.util.Optional;

/** The Track API, v1 and v2 (rules 1 to 4, 14, 15), with injected faults in front of it. */
final class TrackRoutes implements Routes {

    /** Answered in the wrong region too. */
    static final String REGION = "/api/v1/accounts/region";

    private final Credentials credentials;
    private final OperationReader reader;
    private final FaultPlan faults;
    private final Intake intake;
    private final RateLimit limit;
    private final ObjectNode region;

    TrackRoutes(
            Credentials credentials,
            OperationReader reader,
            FaultPlan faults,
            Intake intake,
            RateLimit limit,
            ObjectNode region) {
        this.credentials = credentials;
        this.reader = reader;
        this.faults = faults;
        this.intake = intake;
        this.limit = limit;
        this.region = region;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        if (request.path().equals(REGION)) {
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
        Optional<Answer> limited = limit.refuse();
        if (limited.isPresent()) {
            Verdict verdict = limit.dropsSilently() ? Verdict.DROPPED : Verdict.REJECTED;
            return settle(request, submission, verdict, "over the rate limit", fault, limited.get());
        }
        if (!credentials.allowTrack(request.authorization())) {
            return settle(request, submission, Verdict.REJECTED, "wrong credentials", fault, unauthorized(request));
        }
        if (Faults.stops(fault)) {
            return settle(request, submission, Verdict.REJECTED, "injected fault", fault, Faults.answer(fault));
        }
        Submission judged = fault.itemError()
                .map(error -> submission.withError(hit.personPrefix(), error(error)))
                .orElse(submission);
        int status = status(judged, fault);
        int seen = fault.resetAfterApply() ? 0 : status;
        intake.receive(Arrivals.taken(request, judged, Verdict.REJECTED, seen, fault));
        return Faults.after(fault, reply(request, judged, status));
    }

    private Answer settle(
            Request request, Submission submission, Verdict verdict, String reason, Fault fault, Answer answer) {
        intake.receive(Arrivals.settled(request, submission, verdict, answer.status(), reason, fault));
        return answer;
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

    private static Answer reply(Request request, Submission submission, int status) {
        if (!submission.isFaulty()) {
            return request.path().startsWith("/api/v1/forms/") ? Answer.text(204, "text/plain", "") : Answer.SUCCESS;
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
