package io.penstock.transform.script;

import io.penstock.transform.script.BatchRun.IsolateChoice;
import io.penstock.transform.script.protocol.EngineName;
import io.penstock.transform.script.protocol.Lines;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs customers' scripts in worker processes. The service's own JVM never executes a line of them.
 *
 * <p>Same script and rows, same results, unless the script asks for the time or a random number: both are allowed and
 * both make a repeat differ, so {@code context.asOf} is the better clock. State that a script keeps between rows may or
 * may not still be there at the next row. Safe for many threads; {@link ScriptRuntimeSettings#workers()} batches run at
 * once, others wait.
 */
public final class ScriptRuntime implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ScriptRuntime.class.getName());

    /** A worker gives a script 2 s to load. */
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(5);

    private final ScriptRuntimeSettings settings;
    private final EngineName engine;
    private final WorkerCommand command;
    private final ScriptLog log = new ScriptLog(InstantSource.system());
    private final Map<Integer, WorkerPool> pools = new ConcurrentHashMap<>();
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-killer").factory());

    private volatile String version = "";

    private ScriptRuntime(ScriptRuntimeSettings settings, RuntimeFiles files) {
        this.settings = settings;
        this.engine = files.engine();
        this.command = new WorkerCommand(settings, files);
    }

    /** Unpacks what the workers need, if that was not done before. Workers start with the first script. */
    public static ScriptRuntime open(ScriptRuntimeSettings settings) {
        EngineName engine = settings.engine().engine();
        if (engine == EngineName.QUICKJS && settings.engine() == ScriptEngineChoice.AUTO) {
            LOG.log(Level.WARNING, "no V8 for this platform: scripts run in QuickJS, slower and without Intl");
        }
        try {
            return new ScriptRuntime(settings, RuntimeFiles.unpackedIn(settings.directory(), engine));
        } catch (IOException e) {
            throw new UncheckedIOException("the script runtime cannot be unpacked into " + settings.directory(), e);
        }
    }

    /**
     * Compiles a script and runs its top level. Blocks for at most some seconds.
     *
     * @throws ScriptRejected when it cannot be used, with the place
     * @throws ScriptRuntimeUnavailable when no worker can be had
     */
    public Script load(ScriptSource source) throws ScriptRejected {
        Message.Load load = Script.load(source);
        for (int trial = 1; ; trial++) {
            try {
                return switch (exchange(source, load)) {
                    case Message.Loaded loaded -> {
                        log.add(source, loaded.printed());
                        yield new Script(
                                source,
                                loaded.form(),
                                load,
                                new ScriptHealth(settings.maxLosses(), settings.maxStopped()));
                    }
                    case Message.Rejected rejected -> throw new ScriptRejected(source, rejected);
                    default -> throw new WorkerLost("a worker answered what was not asked", -1, null);
                };
            } catch (WorkerLost e) {
                if (trial < 2) continue; // It may have been killed from outside.
                var why = new Message.Rejected(
                        ScriptErrorCode.SCRIPT_REJECTED, "its top level ends the worker process", Place.UNKNOWN);
                throw new ScriptRejected(source, why);
            }
        }
    }

    /**
     * One result per row, in order. A row that fails, hangs, hoards or kills costs nobody but itself. Blocks for about
     * the time the rows take; a row over its limit costs twice its limit, a row that makes its engine deaf costs twice
     * the batch limit and the grace.
     *
     * @throws ScriptRuntimeUnavailable when no worker can be had; no row is to blame and the batch may be repeated
     */
    public List<RowResult> run(Script script, List<Row> rows) {
        return new BatchRun(
                        (lines, isolate) -> call(script, lines, isolate),
                        printed -> log.add(script.source(), printed),
                        script.health(),
                        rows)
                .run();
    }

    /** The engine that scripts run in, with its version once a worker has started: {@code QuickJS 2026-06-04}. */
    public String engine() {
        return (engine.shown() + " " + version).strip();
    }

    /** What the scripts printed. */
    public ScriptLog log() {
        return log;
    }

    private Message call(Script script, Lines lines, IsolateChoice isolate) throws WorkerLost {
        WorkerPool pool = pool(script.source());
        Worker worker = pool.borrow();
        boolean isUsable = false;
        try {
            var call = new Message.Call(script.load().key(), lines);
            Message answer = isolate == IsolateChoice.FRESH
                    ? new Message.NotLoaded()
                    : worker.exchange(call, limit(script.source()));
            if (answer instanceof Message.NotLoaded) {
                answer = worker.exchange(script.load(), LOAD_LIMIT.plus(settings.hardGrace()));
                if (answer instanceof Message.Loaded) answer = worker.exchange(call, limit(script.source()));
            }
            isUsable = !(answer instanceof Message.Breach breach && breach.code() == ScriptErrorCode.MEMORY);
            return answer;
        } catch (WorkerLost e) {
            report(script.source(), e);
            throw e;
        } finally {
            giveBack(pool, worker, isUsable);
        }
    }

    private Message exchange(ScriptSource source, Message.Load load) throws WorkerLost {
        WorkerPool pool = pool(source);
        Worker worker = pool.borrow();
        boolean isUsable = false;
        try {
            Message answer = worker.exchange(load, LOAD_LIMIT.plus(settings.hardGrace()));
            isUsable = true;
            return answer;
        } catch (WorkerLost e) {
            report(source, e);
            throw e;
        } finally {
            giveBack(pool, worker, isUsable);
        }
    }

    private static void giveBack(WorkerPool pool, Worker worker, boolean isUsable) {
        if (isUsable) pool.release(worker);
        else pool.discard(worker);
    }

    private static void report(ScriptSource source, WorkerLost e) {
        LOG.log(
                Level.WARNING,
                "script worker lost: pipeline={0} version={1} reason={2}",
                source.pipeline(),
                source.version(),
                e.getMessage());
    }

    private Duration limit(ScriptSource source) {
        return source.limits().perBatch().plus(settings.hardGrace());
    }

    private WorkerPool pool(ScriptSource source) {
        return pools.computeIfAbsent(
                source.limits().heapMegabytes(),
                heap -> new WorkerPool(() -> start(heap), settings.workers(), settings.spares()));
    }

    private Worker start(int heapMegabytes) throws WorkerLost {
        Worker worker = Worker.start(command, heapMegabytes, settings, killer);
        version = worker.hello().version();
        return worker;
    }

    /** Kills all workers. Batches that still run fail as if no worker could be had. */
    @Override
    public void close() {
        pools.values().forEach(WorkerPool::close);
        killer.shutdownNow();
    }
}
