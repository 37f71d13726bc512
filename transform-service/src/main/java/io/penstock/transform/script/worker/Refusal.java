package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;

/** A script that cannot be loaded, on its way from the place that found out to the answer. */
final class Refusal extends Exception {
    private static final int MAX_MESSAGE = 300;

    private final transient Message.Rejected answer;

    Refusal(ScriptErrorCode code, String message, Place place) {
        super(message);
        this.answer = new Message.Rejected(code, message, place);
    }

    Refusal(String message) {
        this(ScriptErrorCode.SCRIPT_REJECTED, message, Place.UNKNOWN);
    }

    static String cut(String text) {
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
    }

    Message.Rejected answer() {
        return answer;
    }
}
