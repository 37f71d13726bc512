package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;
import io.penstock.transform.script.worker.Watchdog.Verdict;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A customer's transform in its isolate, ready to be called. Used by the script thread alone. */
final class LoadedScript implements AutoCloseable {
    /** Name of the script in V8's stacks. */
    static final String FILE_NAME = "transform.js";

    /** Characters of one row's answer, and of all answers of a call before the rest is put off. */
    private static final int MAX_ROW_LENGTH = 1 << 20;

    private static final int MAX_BATCH_LENGTH = 4 << 20;
    private static final int LOAD_LIMIT_MS = 5_000;
    private static final int TAKE_LIMIT_MS = 500;
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private final Engine engine;
    private final Isolate isolate;
    private final V8ValueObject harness;
    private final ScriptForm form;
    private final SafeErrors errors;
    private final Message.Load source;

    private LoadedScript(Engine engine, Isolate isolate, V8ValueObject harness, ScriptForm form, Message.Load source) {
        this.engine = engine;
        this.isolate = isolate;
        this.harness = harness;
        this.form = form;
        this.source = source;
        this.errors = new SafeErrors(source.text());
    }

    static LoadedScript load(Engine engine, Message.Load source) throws JavetException, Refusal {
        Isolate isolate = Isolate.open(engine);
        engine.progress().reset();
        engine.watchdog().guard(isolate.runtime(), LOAD_LIMIT_MS, LOAD_LIMIT_MS);
        try {
            V8ValueObject harness = harness(engine, isolate, source);
            var module = ScriptModule.evaluate(isolate.runtime(), source.text(), engine.packages());
            try (V8ValueFunction function = module.function()) {
                harness.invokeVoid("bind", function, module.form() == ScriptForm.SEND);
            }
            if (engine.watchdog().release() != Verdict.WITHIN_LIMITS) throw new Refusal("its top level runs too long");
            return new LoadedScript(engine, isolate, harness, module.form(), source);
        } catch (JavetException | Refusal e) {
            Verdict verdict = engine.watchdog().release();
            isolate.close();
            if (isolate.isOutOfMemory()) throw new Refusal("its top level needs more memory than it may use");
            if (verdict != Verdict.WITHIN_LIMITS) throw new Refusal("its top level runs too long");
            throw e;
        }
    }

    private static V8ValueObject harness(Engine engine, Isolate isolate, Message.Load source) throws JavetException {
        var runtime = isolate.runtime();
        try (V8ValueFunction make = runtime.getExecutor(engine.harness())
                        .setResourceName("harness.js")
                        .execute();
                var shared = runtime.createV8ValueArrayBuffer(engine.progress().buffer())) {
            return make.call(null, shared, source.pipeline(), source.version(), MAX_ROW_LENGTH, MAX_BATCH_LENGTH);
        }
    }

    ScriptForm form() {
        return form;
    }

    /**
     * Runs a batch. The answer is {@link Message.Done} or {@link Message.Breach}; after the latter this script must be
     * closed.
     */
    Message call(String lines) throws JavetException {
        try {
            return answer(lines);
        } finally {
            engine.progress().reset(); // A worker that dies idle must not seem to have died of its last row.
        }
    }

    private Message answer(String lines) throws JavetException {
        int rows = 1 + (int) lines.chars().filter(c -> c == '\n').count();
        engine.progress().reset();
        engine.watchdog().guard(isolate.runtime(), source.rowTimeoutMs(), source.batchTimeoutMs());
        String answers;
        int answered;
        try {
            harness.invokeVoid("begin", lines);
            answered = harness.invokeInteger("answered");
            while (answered < rows && !harness.invokeBoolean("isFull")) {
                harness.invokeVoid("giveUp");
                answered = harness.invokeInteger("answered");
            }
            answers = harness.invokeString("take");
        } catch (JavetException e) {
            Verdict verdict = engine.watchdog().release();
            if (verdict == Verdict.WITHIN_LIMITS && !isolate.isOutOfMemory()) throw e;
            return breach(verdict);
        }
        Verdict verdict = engine.watchdog().release();
        if (isolate.isOutOfMemory() || verdict != Verdict.WITHIN_LIMITS) return breach(verdict);
        String safe = safe(answers);
        return answered < rows
                ? new Message.Breach(ScriptErrorCode.BATCH_LIMIT, answered, safe)
                : new Message.Done(safe);
    }

    private Message.Breach breach(Verdict verdict) {
        int row = engine.progress().row();
        if (isolate.isOutOfMemory()) return new Message.Breach(ScriptErrorCode.MEMORY, row, "");
        var code = verdict == Verdict.ROW_TOO_LONG ? ScriptErrorCode.TIMEOUT : ScriptErrorCode.BATCH_LIMIT;
        return new Message.Breach(code, row, rescued());
    }

    /** Answers of the rows before the one that was stopped, if they can still be had. */
    private String rescued() {
        engine.watchdog().guard(isolate.runtime(), TAKE_LIMIT_MS, TAKE_LIMIT_MS);
        try {
            isolate.runtime().cancelTerminateExecution();
            return safe(harness.invokeString("take"));
        } catch (JavetException e) {
            return ""; // The rows run again; nothing is lost but time.
        } finally {
            engine.watchdog().release();
        }
    }

    private String safe(String answers) {
        boolean isClean = !answers.startsWith("e") && !answers.contains("\ne");
        return isClean ? answers : answers.lines().map(this::safeLine).collect(Collectors.joining("\n"));
    }

    private String safeLine(String line) {
        if (!line.startsWith("e")) return line;
        String[] fields = FIELDS.split(line.substring(1), 3);
        var account = errors.account(fields[0], fields.length > 1 ? fields[1] : "", fields.length > 2 ? fields[2] : "");
        return "e" + account.name() + '\u001f' + account.message() + '\u001f' + account.line() + '\u001f'
                + account.column();
    }

    @Override
    public void close() throws JavetException {
        isolate.close();
    }
}
