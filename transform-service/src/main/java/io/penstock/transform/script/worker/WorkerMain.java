package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Frames;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.LogManager;

/**
 * Entry point of a worker. Two threads: one reads requests and ends the process the moment the service is gone,
 * whatever a script is doing; the other, with the large stack that engines need, runs the scripts and writes the
 * answers. Standard output carries frames and nothing else. Standard error carries the class of a failure and never its
 * message, which could quote a row.
 */
public final class WorkerMain {
    /** Of the script thread; what scripts may use of it is the engine's business. */
    static final long STACK_BYTES = 16L << 20;

    /**
     * Of what a worker may use beyond one isolate's heap: JVM, engine and a few idle isolates take about 150 MB, V8 may
     * go 256 MB over its limit while it unwinds; the rest is for array buffers and for answers on their way.
     */
    private static final int OTHER_MEGABYTES = 656;

    private static final int EXIT_SERVICE_GONE = 0;
    private static final int EXIT_MEMORY = 3;
    private static final int EXIT_FAILED = 70;

    private WorkerMain() {}

    /** Runs until standard input ends, memory runs out or something unforeseen happens. */
    public static void main(String[] arguments) {
        var requests = new LinkedBlockingQueue<Message>();
        var answers = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        System.setOut(System.err);
        LogManager.getLogManager().reset();
        new Thread(null, () -> work(WorkerSettings.parse(arguments), requests, answers), "script", STACK_BYTES).start();
        try (var in = new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16)) {
            while (true) requests.add(Frames.read(in));
        } catch (EOFException e) {
            Runtime.getRuntime().halt(EXIT_SERVICE_GONE);
        } catch (IOException e) {
            fail(e);
        }
    }

    private static void work(WorkerSettings settings, LinkedBlockingQueue<Message> requests, OutputStream answers) {
        try {
            var progress = Progress.open(settings.progress());
            var watchdog = Watchdog.start(progress, settings.heapMegabytes() + OTHER_MEGABYTES);
            var engine = start(settings, progress);
            var scripts = new LoadedScripts(engine, watchdog);
            Frames.write(answers, new Message.Ready(settings.engine(), engine.version()));
            while (true) {
                Message answer = answer(scripts, requests.take());
                Frames.write(answers, answer);
                if (answer instanceof Message.Breach breach && breach.code() == ScriptErrorCode.MEMORY) {
                    Runtime.getRuntime().halt(EXIT_MEMORY);
                }
            }
        } catch (Throwable e) { // Top of the thread: whatever it is, the process must not go on without it.
            fail(e);
        }
    }

    private static ScriptEngine start(WorkerSettings settings, Progress progress) throws IOException, EngineFailure {
        return switch (settings.engine()) {
            case V8 -> V8Engine.start(settings, progress);
            case QUICKJS -> QuickJsEngine.start(settings, progress);
        };
    }

    private static Message answer(LoadedScripts scripts, Message request) throws EngineFailure {
        return switch (request) {
            case Message.Load load -> scripts.load(load);
            case Message.Call call -> scripts.call(call);
            default ->
                throw new IllegalStateException(
                        "not a request: " + request.getClass().getSimpleName());
        };
    }

    private static void fail(Throwable e) {
        Throwable cause = e instanceof EngineFailure ? e.getCause() : e;
        System.err.println("script worker failed: " + cause.getClass().getName());
        for (StackTraceElement element : cause.getStackTrace()) System.err.println("  at " + element);
        Runtime.getRuntime().halt(EXIT_FAILED);
    }
}
