package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Printed;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;
import io.penstock.transform.script.worker.ScriptConsole.Masking;
import io.penstock.transform.script.worker.Watchdog.Verdict;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A customer's transform in its isolate, ready to be called. Used by the script thread alone. */
final class LoadedScript implements AutoCloseable {
    /** Characters of one row's answer, and of all answers of a call before the rest is put off. */
    private static final int MAX_ROW_LENGTH = 1 << 20;

    private static final int MAX_BATCH_LENGTH = 4 << 20;
    private static final int LOAD_LIMIT_MS = 5_000;
    private static final int TAKE_LIMIT_MS = 500;
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private final Engine engine;
    private final Isolate isolate;
    private final V8ValueObject harness;
    private final ScriptConsole console;
    private final ScriptForm form;
    private final SafeErrors errors;
    private final Message.Load source;

    private LoadedScript(Engine engine, Isolate isolate, Message.Load source) throws JavetException, Refusal {
        var files = ScriptFiles.of(source);
        this.engine = engine;
        this.isolate = isolate;
        this.source = source;
        this.errors = new SafeErrors(files);
        this.console = ScriptConsole.open(engine, isolate, source, files, errors);
        this.harness = harness();
        var module = ScriptModule.evaluate(isolate.runtime(), files, engine);
        this.form = module.form();
        try (V8ValueFunction function = module.function()) {
            harness.invokeVoid("bind", function, form == ScriptForm.SEND);
        }
    }

    static LoadedScript load(Engine engine, Message.Load source) throws JavetException, Refusal {
        Isolate isolate = Isolate.open(engine);
        engine.progress().reset();
        engine.watchdog().guard(isolate.runtime(), LOAD_LIMIT_MS, LOAD_LIMIT_MS);
        try {
            var script = new LoadedScript(engine, isolate, source);
            if (engine.watchdog().release() != Verdict.WITHIN_LIMITS) throw new Refusal("its top level runs too long");
            return script;
        } catch (JavetException | Refusal e) {
            Verdict verdict = engine.watchdog().release();
            isolate.close();
            if (isolate.isOutOfMemory()) throw new Refusal("its top level needs more memory than it may use");
            if (verdict != Verdict.WITHIN_LIMITS) throw new Refusal("its top level runs too long");
            throw e;
        }
    }

    private V8ValueObject harness() throws JavetException {
        var runtime = isolate.runtime();
        try (V8ValueFunction make = runtime.getExecutor(engine.harness())
                        .setResourceName("harness.js")
                        .execute();
                var shared = runtime.createV8ValueArrayBuffer(engine.progress().buffer())) {
            return make.call(
                    null,
                    shared,
                    source.pipeline(),
                    source.version(),
                    MAX_ROW_LENGTH,
                    MAX_BATCH_LENGTH,
                    console.ends());
        }
    }

    /** What the top level printed, in full: no row has been seen. */
    Printed printedAtLoad() throws JavetException {
        return console.take(Masking.NOT_NEEDED);
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
        Printed printed;
        int answered;
        try {
            harness.invokeVoid("begin", lines);
            answered = harness.invokeInteger("answered");
            while (answered < rows && !harness.invokeBoolean("isFull")) {
                harness.invokeVoid("giveUp");
                answered = harness.invokeInteger("answered");
            }
            answers = harness.invokeString("take");
            printed = console.take(Masking.FOR_ROWS);
        } catch (JavetException e) {
            Verdict verdict = engine.watchdog().release();
            if (verdict == Verdict.WITHIN_LIMITS && !isolate.isOutOfMemory()) throw e;
            return breach(verdict);
        }
        Verdict verdict = engine.watchdog().release();
        if (isolate.isOutOfMemory() || verdict != Verdict.WITHIN_LIMITS) return breach(verdict);
        String safe = safe(answers);
        return answered < rows
                ? new Message.Breach(ScriptErrorCode.BATCH_LIMIT, answered, safe, printed)
                : new Message.Done(safe, printed);
    }

    private Message.Breach breach(Verdict verdict) {
        int row = engine.progress().row();
        if (isolate.isOutOfMemory()) return new Message.Breach(ScriptErrorCode.MEMORY, row, "", Printed.NOTHING);
        var code = verdict == Verdict.ROW_TOO_LONG ? ScriptErrorCode.TIMEOUT : ScriptErrorCode.BATCH_LIMIT;
        return rescued(code, row);
    }

    /** With the answers of the rows before the one that was stopped, if they can still be had. */
    private Message.Breach rescued(ScriptErrorCode code, int row) {
        engine.watchdog().guard(isolate.runtime(), TAKE_LIMIT_MS, TAKE_LIMIT_MS);
        try {
            isolate.runtime().cancelTerminateExecution();
            String answers = safe(harness.invokeString("take"));
            return new Message.Breach(code, row, answers, console.take(Masking.FOR_ROWS));
        } catch (JavetException e) {
            return new Message.Breach(code, row, "", Printed.NOTHING); // The rows run again; nothing is lost but time.
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
        var place = account.place();
        return "e" + String.join("\u001f", account.name(), account.message(), place.file()) + '\u001f' + place.line()
                + '\u001f' + place.column();
    }

    @Override
    public void close() throws JavetException {
        isolate.close();
    }
}
