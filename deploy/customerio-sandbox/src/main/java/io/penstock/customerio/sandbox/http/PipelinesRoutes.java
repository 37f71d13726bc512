package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.fault.Fault;
import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.Verdict;
import io.penstock.customerio.sandbox.pipelines.PipelinesReader;
import java.util.Optional;

/**
 * The Pipelines API (rules 2, 4, 5, 8, 25). Without {@code X-Strict-Mode: 1} it answers 200 whatever comes; what is
 * wrong is then dropped and only the record tells. In strict mode one bad call refuses the whole request (assumed).
 */
final class PipelinesRoutes implements Routes {

    private static final String PREFIX = "/v1/";

    private final Credentials credentials;
    private final PipelinesReader reader;
    private final FaultPlan faults;
    private final Intake intake;
    private final RateLimit limit;

    PipelinesRoutes(Credentials credentials, PipelinesReader reader, FaultPlan faults, Intake intake, RateLimit limit) {
        this.credentials = credentials;
        this.reader = reader;
        this.faults = faults;
        this.intake = intake;
        this.limit = limit;
    }

    /** Whether the path is one of this API and not of the App API, which shares its root. */
    static boolean serves(String path) {
        return path.startsWith(PREFIX)
                && (path.equals(PREFIX + "batch") || PipelinesReader.TYPES.contains(path.substring(PREFIX.length())));
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        if (!request.method().equals("POST")) {
            return Answer.error(405, "only POST is offered");
        }
        byte[] body = Gzip.plain(request);
        Submission submission = Submission.pipelines(request.path().substring(PREFIX.length()), body, reader);
        Fault fault = faults.decide(request.method(), request.path(), submission.people())
                .fault();
        Faults.delay(fault);
        Optional<Answer> limited = limit.refuse();
        if (limited.isPresent()) {
            Verdict verdict = limit.dropsSilently() ? Verdict.DROPPED : Verdict.REJECTED;
            return settle(request, submission, verdict, "over the rate limit", fault, limited.get());
        }
        if (Faults.stops(fault)) {
            return settle(request, submission, Verdict.REJECTED, "injected fault", fault, Faults.answer(fault));
        }
        return request.header("x-strict-mode").equals("1")
                ? strict(request, submission, fault)
                : permissive(request, submission, fault);
    }

    private Answer strict(Request request, Submission submission, Fault fault) {
        if (!credentials.allowPipelines(request.authorization())) {
            Answer answer = Answer.json(401, problem("unauthorized"));
            return settle(request, submission, Verdict.REJECTED, "bad key", fault, answer);
        }
        if (submission.isFaulty()) {
            Answer answer = Answer.json(400, problems(submission));
            String reason = "the request holds an invalid call";
            return settle(request, submission, Verdict.REJECTED, reason, fault, answer);
        }
        return take(request, submission, fault);
    }

    private Answer permissive(Request request, Submission submission, Fault fault) {
        return credentials.allowPipelines(request.authorization())
                ? take(request, submission, fault)
                : settle(request, submission, Verdict.DROPPED, "bad key", fault, Answer.SUCCESS);
    }

    private Answer take(Request request, Submission submission, Fault fault) {
        int seen = fault.resetAfterApply() ? 0 : 200;
        intake.receive(Arrivals.taken(request, submission, Verdict.DROPPED, seen, fault));
        return Faults.after(fault, Answer.SUCCESS);
    }

    private Answer settle(
            Request request, Submission submission, Verdict verdict, String reason, Fault fault, Answer answer) {
        intake.receive(Arrivals.settled(request, submission, verdict, answer.status(), reason, fault));
        return answer;
    }

    private static ObjectNode problem(String text) {
        ObjectNode body = Json.object();
        body.putObject("meta").put("error", text);
        return body;
    }

    /** One of the two shapes among the vendor's shared components. */
    private static ObjectNode problems(Submission submission) {
        ObjectNode body = Json.object();
        ArrayNode texts = body.putObject("meta").putArray("errors");
        submission.pieces().forEach(piece -> piece.reading().errors().forEach(error -> texts.add(error.message())));
        return body;
    }
}
