package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptErrorCode;

/** A script that cannot be loaded, on its way from the place that found out to the answer. */
final class Refusal extends Exception {
    private final transient Message.Rejected answer;

    Refusal(ScriptErrorCode code, String message, int line, int column) {
        super(message);
        this.answer = new Message.Rejected(code, message, line, column);
    }

    Refusal(String message) {
        this(ScriptErrorCode.SCRIPT_REJECTED, message, 0, 0);
    }

    Message.Rejected answer() {
        return answer;
    }
}
