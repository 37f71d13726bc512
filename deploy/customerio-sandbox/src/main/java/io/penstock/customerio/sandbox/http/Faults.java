package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.fault.Fault;
import io.penstock.customerio.sandbox.json.Json;

/** Injected faults as answers. */
final class Faults {

    private Faults() {}

    static void delay(Fault fault) throws InterruptedException {
        if (fault.latency().isPositive()) {
            Thread.sleep(fault.latency());
        }
    }

    /** Whether the request ends here, without effect. */
    static boolean stops(Fault fault) {
        return fault.resetBeforeApply() || fault.blackHole() || fault.status() != 0;
    }

    /** What is left of an answer to something that was applied. */
    static Answer after(Fault fault, Answer answer) {
        if (fault.resetAfterApply()) {
            return Answer.CUT;
        }
        return fault.truncated() ? answer.with(Body.halfOf(answer.body())) : answer;
    }

    /** The answer of a fault that stops. */
    static Answer answer(Fault fault) {
        if (fault.resetBeforeApply()) {
            return Answer.CUT;
        }
        if (fault.blackHole()) {
            return Answer.SILENCE;
        }
        ObjectNode json = Json.object();
        json.putObject("meta").put("error", "injected fault");
        Answer answer = switch (fault.body()) {
            case JSON -> Answer.json(fault.status(), json);
            case HTML ->
                Answer.text(fault.status(), "text/html", "<html><body><h1>" + fault.status() + "</h1></body></html>");
            case EMPTY -> Answer.text(fault.status(), "text/plain", "");
        };
        return fault.retryAfter()
                .map(value -> answer.with("Retry-After", value))
                .orElse(answer);
    }
}
