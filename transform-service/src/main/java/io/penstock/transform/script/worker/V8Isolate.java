package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interfaces.IJavetLogger;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptForm;
import java.util.List;

/** An isolate of V8. Its heap limit ends the call instead of the process wherever V8 allows that. */
final class V8Isolate implements ScriptIsolate {
    /** Room for V8 to unwind after the limit; one native step that needs more aborts the process. */
    static final int SLACK_MEGABYTES = 256;

    private final V8Engine engine;
    private final V8Runtime runtime;
    private V8ValueObject console;
    private V8ValueObject harness;
    private volatile boolean isOutOfMemory;

    private V8Isolate(V8Engine engine, V8Runtime runtime) {
        this.engine = engine;
        this.runtime = runtime;
    }

    static V8Isolate open(V8Engine engine) throws JavetException {
        var isolate = new V8Isolate(engine, engine.newIsolate());
        isolate.lockDown(engine.texts().prelude());
        return isolate;
    }

    V8Runtime runtime() {
        return runtime;
    }

    @Override
    public ScriptForm load(ScriptFiles files, Message.Load source) throws EngineFailure, Refusal {
        try {
            console = console(source);
            harness = harness(source);
            var script = V8Script.evaluate(runtime, files, engine);
            try (V8ValueFunction function = script.function()) {
                harness.invokeVoid("bind", function, script.form() == ScriptForm.SEND);
            }
            return script.form();
        } catch (JavetException e) {
            throw new EngineFailure(e);
        }
    }

    private V8ValueObject console(Message.Load source) throws JavetException {
        try (V8ValueFunction make = function("console.js", engine.texts().console())) {
            return make.call(null, String.join("\u001f", source.personal()), MAX_PRINTED_LINES, MAX_PRINTED_LENGTH);
        }
    }

    private V8ValueObject harness(Message.Load source) throws JavetException {
        try (V8ValueFunction make = function("harness.js", engine.texts().harness());
                V8ValueFunction lock = function("lock.js", engine.texts().lock());
                var shared = runtime.createV8ValueArrayBuffer(engine.progress().buffer())) {
            return make.call(
                    null, shared, source.pipeline(), source.version(), MAX_ROW_LENGTH, MAX_BATCH_LENGTH, console, lock);
        }
    }

    private V8ValueFunction function(String name, String text) throws JavetException {
        return runtime.getExecutor(text).setResourceName(name).execute();
    }

    @Override
    public void begin(List<String> lines) throws EngineFailure {
        order(() -> harness.invokeVoid("begin", lines.toArray()));
    }

    @Override
    public int answered() throws EngineFailure {
        return ask(() -> harness.invokeInteger("answered"));
    }

    @Override
    public int left() throws EngineFailure {
        return ask(() -> harness.invokeInteger("left"));
    }

    @Override
    public boolean isFull() throws EngineFailure {
        return ask(() -> harness.invokeBoolean("isFull"));
    }

    @Override
    public void giveUp() throws EngineFailure {
        order(() -> harness.invokeVoid("giveUp"));
    }

    @Override
    public String take() throws EngineFailure {
        return ask(() -> harness.invokeString("take"));
    }

    @Override
    public String takePrinted() throws EngineFailure {
        return ask(() -> console.invokeString("take"));
    }

    @Override
    public void interrupt() {
        runtime.terminateExecution();
    }

    @Override
    public void resume() throws EngineFailure {
        order(runtime::cancelTerminateExecution);
    }

    @Override
    public boolean isOutOfMemory() {
        return isOutOfMemory;
    }

    private void lockDown(String prelude) throws JavetException {
        runtime.setLogger(new Silence());
        runtime.setPromiseRejectCallback(
                (event, promise, value) -> {}); // The default writes the reason, a row value maybe, to the log.
        runtime.setNearHeapLimitCallback((current, initial) -> {
            isOutOfMemory = true;
            runtime.terminateExecution();
            return initial + ((long) SLACK_MEGABYTES << 20);
        });
        runtime.allowEval(false);
        runtime.getExecutor(prelude).setResourceName("prelude.js").executeVoid();
    }

    @Override
    public void close() throws EngineFailure {
        order(runtime::close);
    }

    private interface Question<T> {
        T answer() throws JavetException;
    }

    private interface Request {
        void make() throws JavetException;
    }

    private static <T> T ask(Question<T> question) throws EngineFailure {
        try {
            return question.answer();
        } catch (JavetException e) {
            throw new EngineFailure(e);
        }
    }

    private static void order(Request request) throws EngineFailure {
        try {
            request.make();
        } catch (JavetException e) {
            throw new EngineFailure(e);
        }
    }

    /** Javet's messages can carry values of a script. */
    private static final class Silence implements IJavetLogger {
        @Override
        public void debug(String message) {}

        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Throwable throwable) {}

        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}
    }
}
