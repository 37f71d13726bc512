package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptForm;
import java.util.List;

/**
 * One script in a locked-down world of its own: no code from strings, no threads, no WebAssembly, nothing of the host,
 * a limit on its memory. Used by the script thread alone, but for {@link #interrupt()}. After an {@link EngineFailure}
 * only {@link #resume()}, {@link #take()}, {@link #takePrinted()} and {@link #close()} make sense.
 */
interface ScriptIsolate extends AutoCloseable {
    /** Most characters of one row's answer. */
    int MAX_ROW_LENGTH = 1 << 20;

    /** Characters of all answers of a batch after which the rest is put off. */
    int MAX_BATCH_LENGTH = 4 << 20;

    /** Most lines that one call may print. */
    int MAX_PRINTED_LINES = 100;

    /** Most characters of one of them, before they are masked. */
    int MAX_PRINTED_LENGTH = 1_000;

    /**
     * Puts console and harness in place, runs the script's top level and freezes the built-ins. Once per isolate.
     *
     * @throws Refusal when the script cannot be used; the message may quote it in full, no row has been seen
     */
    ScriptForm load(ScriptFiles files, Message.Load source) throws EngineFailure, Refusal;

    /**
     * Takes a batch and runs it until its end, a full output, or a row that waits for nothing.
     *
     * @param lines as {@code harness.js} says
     */
    void begin(List<String> lines) throws EngineFailure;

    /** Rows of the batch that are answered. */
    int answered() throws EngineFailure;

    /** Rows of the batch that are not. */
    int left() throws EngineFailure;

    /** Whether the answers are as long as they may be. */
    boolean isFull() throws EngineFailure;

    /** Gives up the row that waits, and goes on. */
    void giveUp() throws EngineFailure;

    /** One line per answered row, as {@code harness.js} says; forgets the batch. */
    String take() throws EngineFailure;

    /** What was printed since the last call, as {@code console.js} says; empty for nothing. */
    String takePrinted() throws EngineFailure;

    /** Ends what runs, from any thread; again and again until it has returned, a script may catch up. */
    void interrupt();

    /** Lets the isolate run again after an interruption. */
    void resume() throws EngineFailure;

    /** Whether the memory limit was reached. Then this isolate, and for safety its process, are finished. */
    boolean isOutOfMemory();

    @Override
    void close() throws EngineFailure;
}
