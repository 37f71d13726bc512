package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;

/**
 * A script that cannot be used, with the place and what was wrong. Its message may quote the script; no row has been
 * seen.
 */
public final class ScriptRejected extends Exception {
    private final ScriptErrorCode code;
    private final Place place;

    ScriptRejected(ScriptSource source, Message.Rejected why) {
        super(source + ": " + (why.place().isKnown() ? why.place() + ": " : "") + why.message());
        this.code = why.code();
        this.place = why.place();
    }

    public ScriptErrorCode code() {
        return code;
    }

    /** Where in the author's files, as far as it is known. */
    public Place place() {
        return place;
    }
}
