package io.penstock.transform.script.protocol;

/**
 * One message between service and worker. The service asks with {@link Load} or {@link Call}; the worker answers each
 * with exactly one message, and says {@link Ready} once before all others. Batches travel as text, one row per line;
 * the lines are described in {@code harness.js}.
 */
public sealed interface Message {
    /**
     * Compile a script and keep it under a key; answered by {@link Loaded} or {@link Rejected}. A repeat replaces the
     * script.
     *
     * @param rowTimeoutMs longest time for one row, in milliseconds
     * @param batchTimeoutMs longest time for one call, in milliseconds
     */
    record Load(String key, String pipeline, String version, String text, int rowTimeoutMs, int batchTimeoutMs)
            implements Message {}

    /** Run a batch; answered by {@link Done}, {@link Breach} or {@link NotLoaded}. */
    record Call(String key, String lines) implements Message {}

    /** The worker can work. {@code engine} is the version of V8. */
    record Ready(String engine) implements Message {}

    /** The script is kept. */
    record Loaded(ScriptForm form) implements Message {}

    /** The script cannot be used. Lines and columns count from 1; 0 stands for unknown. */
    record Rejected(ScriptErrorCode code, String message, int line, int column) implements Message {}

    /** The worker does not hold the script (any more): load it and call again. */
    record NotLoaded() implements Message {}

    /** One line per row of the batch. */
    record Done(String lines) implements Message {}

    /**
     * The batch was cut short at a row. After {@link ScriptErrorCode#MEMORY} the worker ends itself.
     *
     * @param row position in the batch of the row that was running; -1 when none had begun
     * @param lines answers of the first rows of the batch, possibly fewer than {@code row}, possibly none
     */
    record Breach(ScriptErrorCode code, int row, String lines) implements Message {}
}
