package io.penstock.transform.script.protocol;

import java.util.List;
import java.util.Map;

/**
 * One message between service and worker. The service asks with {@link Load} or {@link Call}; the worker answers each
 * with exactly one message, and says {@link Ready} once before all others. Batches and answers travel as lines, which
 * {@code harness.js} describes.
 */
public sealed interface Message {
    /**
     * Compile a script and keep it under a key; answered by {@link Loaded} or {@link Rejected}. A repeat replaces the
     * script.
     *
     * @param file name of the script's file, without a folder
     * @param modules the author's own files that it imports: path from the script's folder, with {@code /}, to text
     * @param personal columns with personal data; empty when nobody said which they are, then every column counts
     * @param rowTimeoutMs longest time for one row, in milliseconds
     * @param batchTimeoutMs longest time for one call, in milliseconds
     */
    record Load(
            String key,
            String pipeline,
            String version,
            String file,
            String text,
            Map<String, String> modules,
            List<String> personal,
            int rowTimeoutMs,
            int batchTimeoutMs)
            implements Message {}

    /** Run a batch; answered by {@link Done}, {@link Breach} or {@link NotLoaded}. */
    record Call(String key, Lines lines) implements Message {}

    /** The worker can work, with this engine. */
    record Ready(EngineName engine, String version) implements Message {}

    /**
     * The script is kept.
     *
     * @param printed what its top level printed, in full: it has seen no row
     */
    record Loaded(ScriptForm form, Printed printed) implements Message {}

    /** The script cannot be used, because of this place as far as it is known. */
    record Rejected(ScriptErrorCode code, String message, Place place) implements Message {}

    /** The worker does not hold the script (any more): load it and call again. */
    record NotLoaded() implements Message {}

    /** One line per row of the batch, and what the rows printed. */
    record Done(String lines, Printed printed) implements Message {}

    /**
     * The batch was cut short at a row. After {@link ScriptErrorCode#MEMORY} the worker ends itself.
     *
     * @param row position in the batch of the row that was running; -1 when none had begun
     * @param lines answers of the first rows of the batch, possibly fewer than {@code row}, possibly none
     * @param printed what these rows printed and, if it can still be had, the one that was running
     */
    record Breach(ScriptErrorCode code, int row, String lines, Printed printed) implements Message {}
}
