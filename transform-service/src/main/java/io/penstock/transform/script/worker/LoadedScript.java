package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Lines;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Printed;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;
import io.penstock.transform.script.worker.ScriptConsole.Masking;
import io.penstock.transform.script.worker.Watchdog.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A customer's transform in its isolate, ready to be called. Used by the script thread alone. */
final class LoadedScript implements AutoCloseable {
    private static final int LOAD_LIMIT_MS = 5_000;
    private static final int TAKE_LIMIT_MS = 500;
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private final ScriptIsolate isolate;
    private final Watchdog watchdog;
    private final Message.Load source;
    private final SafeErrors errors;
    private final ScriptConsole console;
    private ScriptForm form;

    private LoadedScript(ScriptIsolate isolate, Watchdog watchdog, Message.Load source, ScriptFiles files) {
        this.isolate = isolate;
        this.watchdog = watchdog;
        this.source = source;
        this.errors = new SafeErrors(files);
        this.console = new ScriptConsole(files, errors);
    }

    static LoadedScript load(ScriptEngine engine, Watchdog watchdog, Message.Load source)
            throws EngineFailure, Refusal {
        ScriptIsolate isolate = engine.open();
        watchdog.reset();
        watchdog.guard(isolate, LOAD_LIMIT_MS, LOAD_LIMIT_MS);
        try {
            var files = ScriptFiles.of(source);
            var script = new LoadedScript(isolate, watchdog, source, files);
            script.form = isolate.load(files, source);
            if (watchdog.release() != Verdict.WITHIN_LIMITS) throw new Refusal("its top level runs too long");
            return script;
        } catch (EngineFailure | Refusal e) {
            Verdict verdict = watchdog.release();
            boolean isOutOfMemory = isolate.isOutOfMemory();
            isolate.close();
            if (isOutOfMemory) throw new Refusal("its top level needs more memory than it may use");
            if (verdict != Verdict.WITHIN_LIMITS) throw new Refusal("its top level runs too long");
            throw e;
        }
    }

    /** What the top level printed, in full: no row has been seen. */
    Printed printedAtLoad() throws EngineFailure {
        return console.printed(isolate.takePrinted(), Masking.NOT_NEEDED);
    }

    ScriptForm form() {
        return form;
    }

    /**
     * Runs a batch. The answer is {@link Message.Done} or {@link Message.Breach}; after the latter this script must be
     * closed.
     */
    Message call(Lines lines) throws EngineFailure {
        try {
            return answer(lines);
        } finally {
            watchdog.reset(); // A worker that dies idle must not seem to have died of its last row.
        }
    }

    private Message answer(Lines lines) throws EngineFailure {
        watchdog.reset();
        watchdog.guard(isolate, source.rowTimeoutMs(), source.batchTimeoutMs());
        String answers;
        Printed printed;
        int answered;
        boolean isDone;
        try {
            isolate.begin(lines.texts());
            while (isolate.left() > 0 && !isolate.isFull() && !isolate.isOutOfMemory()) {
                isolate.giveUp();
            }
            isDone = isolate.left() == 0;
            answered = isolate.answered();
            answers = isolate.take();
            printed = console.printed(isolate.takePrinted(), Masking.FOR_ROWS);
        } catch (EngineFailure e) {
            Verdict verdict = watchdog.release();
            if (verdict == Verdict.WITHIN_LIMITS && !isolate.isOutOfMemory()) throw e;
            return breach(verdict);
        }
        Verdict verdict = watchdog.release();
        if (isolate.isOutOfMemory() || verdict != Verdict.WITHIN_LIMITS) return breach(verdict);
        String safe = safe(answers);
        return isDone
                ? new Message.Done(safe, printed)
                : new Message.Breach(ScriptErrorCode.BATCH_LIMIT, answered, safe, printed);
    }

    private Message.Breach breach(Verdict verdict) {
        int row = watchdog.row();
        if (isolate.isOutOfMemory()) return new Message.Breach(ScriptErrorCode.MEMORY, row, "", Printed.NOTHING);
        var code = verdict == Verdict.ROW_TOO_LONG ? ScriptErrorCode.TIMEOUT : ScriptErrorCode.BATCH_LIMIT;
        return rescued(code, row);
    }

    /** With the answers of the rows before the one that was stopped, if they can still be had. */
    private Message.Breach rescued(ScriptErrorCode code, int row) {
        watchdog.guard(isolate, TAKE_LIMIT_MS, TAKE_LIMIT_MS);
        try {
            isolate.resume();
            String answers = safe(isolate.take());
            return new Message.Breach(code, row, answers, console.printed(isolate.takePrinted(), Masking.FOR_ROWS));
        } catch (EngineFailure e) {
            return new Message.Breach(code, row, "", Printed.NOTHING); // The rows run again; nothing is lost but time.
        } finally {
            watchdog.release();
        }
    }

    private String safe(String answers) {
        boolean isClean = !answers.startsWith("e") && !answers.contains("\ne");
        return isClean ? answers : answers.lines().map(this::safeLine).collect(Collectors.joining("\n"));
    }

    private String safeLine(String line) {
        if (!line.startsWith("e")) return line;
        var account = errors.account(List.of(FIELDS.split(line.substring(1), -1)));
        var place = account.place();
        return "e" + String.join("\u001f", account.name(), account.message(), place.file()) + '\u001f' + place.line()
                + '\u001f' + place.column();
    }

    @Override
    public void close() throws EngineFailure {
        isolate.close();
    }
}
