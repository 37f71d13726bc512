package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptErrorCode;

/**
 * A script that cannot be used, with the place and what was wrong. Its message may quote the script; no row has been
 * seen.
 */
public final class ScriptRejected extends Exception {
    private final ScriptErrorCode code;
    private final int line;
    private final int column;

    ScriptRejected(ScriptSource source, Message.Rejected why) {
        super(source + ":" + (why.line() == 0 ? "" : why.line() + ":" + why.column() + ":") + " " + why.message());
        this.code = why.code();
        this.line = why.line();
        this.column = why.column();
    }

    public ScriptErrorCode code() {
        return code;
    }

    /** From 1; 0 when unknown. */
    public int line() {
        return line;
    }

    /** From 1; 0 when unknown. */
    public int column() {
        return column;
    }
}
