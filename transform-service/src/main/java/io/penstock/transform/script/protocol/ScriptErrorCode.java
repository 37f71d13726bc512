package io.penstock.transform.script.protocol;

/** Why a row got no value, or why a script was refused. The name is the metric label and the dead letter's reason. */
public enum ScriptErrorCode {
    /** The script threw, or its promise was rejected. */
    SCRIPT_THREW(true),
    /**
     * The script returned something that is neither an object ({@code transform}), an array of calls with a type
     * ({@code send}) nor null.
     */
    BAD_RETURN(true),
    /** The JSON text of the value is longer than a row's answer may be. */
    OUTPUT_TOO_LARGE(true),
    /** The row itself is too large to be handed to a script. */
    INPUT_TOO_LARGE(true),
    /** The value is nested deeper than a record may be, or is no JSON. */
    OUTPUT_NOT_READABLE(true),
    /** The row's promise can never settle: nothing is left to run. */
    NEVER_SETTLED(true),
    /** The row ran longer than its limit, twice. */
    TIMEOUT(true),
    /** The row needed more memory than the script may use, twice. */
    MEMORY(true),
    /** The row ended the worker process or had to be ended with it, twice. */
    SCRIPT_KILLED_WORKER(true),
    /** The script is paused because it cost too many workers; the row did not run. */
    SCRIPT_PAUSED(false),
    /** The source text is not JavaScript, or its top level threw. */
    SCRIPT_REJECTED(false),
    /** The script imports a package that is not on offer. */
    PACKAGE_NOT_FOUND(false),
    /**
     * Only between worker and supervisor: the batch ran out of time or output space before this row, which is to be
     * sent again.
     */
    BATCH_LIMIT(false);

    private final boolean blamesRow;

    ScriptErrorCode(boolean blamesRow) {
        this.blamesRow = blamesRow;
    }

    /**
     * Whether the row is at fault and goes to the dead letters; otherwise the script is, and the row may be tried again
     * later.
     */
    public boolean blamesRow() {
        return blamesRow;
    }
}
