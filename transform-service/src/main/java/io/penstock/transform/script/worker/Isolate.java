package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interfaces.IJavetLogger;
import com.caoccao.javet.interop.V8Runtime;

/**
 * One locked-down V8 isolate: no code from strings, no threads, no WebAssembly, nothing of the host, a heap limit that
 * ends the call instead of the process wherever V8 allows that.
 */
final class Isolate implements AutoCloseable {
    /** Room for V8 to unwind after the limit; one native step that needs more aborts the process. */
    static final int SLACK_MEGABYTES = 256;

    private final V8Runtime runtime;
    private volatile boolean isOutOfMemory;

    private Isolate(V8Runtime runtime) {
        this.runtime = runtime;
    }

    static Isolate open(Engine engine) throws JavetException {
        var isolate = new Isolate(engine.newIsolate());
        isolate.lockDown(engine.prelude());
        return isolate;
    }

    V8Runtime runtime() {
        return runtime;
    }

    /** Whether the heap limit was reached. Then this isolate, and for safety its process, are finished. */
    boolean isOutOfMemory() {
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
    public void close() throws JavetException {
        runtime.close();
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
