package io.penstock.ingest.run;

import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.config.ConnectionSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Polls one pipeline on a virtual thread of its own: one run at a time, each under the configuration in force when it
 * starts. Whatever happens to it, it touches no other pipeline. Ends by itself when the pipeline is deleted.
 */
public final class PipelineRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PipelineRunner.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Ports ports;
    private final RunnerSettings settings;
    private final Thread thread;
    private final Semaphore wakes = new Semaphore(0);
    private final QuarantineMemory memory = new QuarantineMemory();
    private final Announced announced = new Announced();
    private final StatusKeeper status;
    private final Pauses pauses;
    private volatile RecordSource reading;
    private volatile boolean closed;
    private volatile boolean retired;
    private boolean begun;
    private RunOutput output;
    private CheckpointV1 checkpoint;

    /** The world around a runner. */
    public record Ports(
            ConfigLookup configs,
            SourceFactory sources,
            RunOutput.Factory outputs,
            RunListener listener,
            PageTurns turns,
            InstantSource clock) {
        /**
         * Forgets pipelines that have a checkpoint and are not wanted any more.
         *
         * @return true, once all of them are forgotten
         * @throws RunOutput.OutputException if the broker is away; safe to repeat
         */
        public boolean forgetAllBut(Set<String> wanted) {
            for (CheckpointV1 last : outputs.checkpoints()) {
                if (!wanted.contains(last.pipeline())) {
                    try (RunOutput output = outputs.open(last.workspace(), last.pipeline())) {
                        forget(output, last, clock.instant());
                    }
                }
            }
            return true;
        }
    }

    private PipelineRunner(String name, Ports ports, RunnerSettings settings) {
        this.name = name;
        this.ports = ports;
        this.settings = settings;
        this.status = new StatusKeeper(name, settings.warmingAfter(), ports.clock());
        this.pauses = new Pauses(settings);
        this.thread = Thread.ofVirtual().name("pipeline-" + name).unstarted(this::loop);
    }

    /** Starts one; its first run begins at once. */
    public static PipelineRunner start(String name, Ports ports, RunnerSettings settings) {
        PipelineRunner runner = new PipelineRunner(name, ports, settings);
        runner.thread.start();
        return runner;
    }

    /** Reads now, or once more if a run is under way. */
    public void wake() {
        wakes.release();
    }

    /** What it is doing. */
    public PipelineStatus status() {
        return status.now();
    }

    /** Whether it still polls. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Cancels what is being read, which is then read again by the next process, and waits for the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        RecordSource open = reading;
        if (open != null) {
            open.cancel();
        }
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                LOG.warnf("pipeline %s did not stop within %s", name, CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The pipeline was deleted: stops as {@link #close()} does, and has the change filter forget its rows. Its
     * checkpoint goes as well, so that a pipeline of the same name begins anew.
     */
    public void retire() {
        retired = true;
        close();
    }

    private void loop() {
        try {
            while (!closed) {
                wakes.drainPermits();
                Optional<ConfigV1> config = ports.configs().pipeline(name);
                if (config.isEmpty()) {
                    retired = true;
                    return;
                }
                Duration pause = attempt(config.get());
                status.next(ports.clock().instant().plus(pause));
                if (!closed && wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.debugf("pipeline %s was woken", name);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("pipeline %s stops", name);
        } finally {
            Thread.interrupted(); // the thread ends here, and its producer must still close cleanly
            if (retired) {
                forget();
            }
            closeOutput();
        }
    }

    /** One run. @return how long to wait for the next one */
    private Duration attempt(ConfigV1 config) {
        Instant started = ports.clock().instant();
        Schedule schedule = new Schedule.Every(Duration.ofMinutes(5));
        PageTurns.Turn turn = null;
        RunResult result;
        try {
            PipelinePlan plan = PipelinePlan.of(config);
            schedule = Schedule.of(plan.spec().source().change());
            turn = ports.turns().of(plan.spec().source().connection(), name);
            open(plan);
            Optional<Duration> early = tooEarly(plan, schedule);
            if (early.isPresent()) {
                return early.get();
            }
            status.started(plan);
            result = run(plan, turn);
        } catch (PipelinePlan.InvalidPipelineException e) {
            result = new RunResult.Failed("invalid_pipeline", e.getMessage(), false, false);
        } catch (SourceException e) {
            result =
                    new RunResult.Failed(e.fault().code(), message(e), e.fault().retrySoon(), false);
        } catch (RunOutput.OutputException e) {
            result = new RunResult.Failed("kafka", e.getMessage(), true, true);
        } catch (RuntimeException e) {
            LOG.errorf(e, "pipeline %s: a run ended unexpectedly", name);
            result = new RunResult.Failed(
                    "internal", "unexpected " + e.getClass().getSimpleName(), true, true);
        }
        if (turn != null && !(result instanceof RunResult.Completed) && !(result instanceof RunResult.Unchanged)) {
            turn.leave();
        }
        status.ended(result);
        Instant ended = ports.clock().instant();
        ports.listener().runEnded(name, code(result), Duration.between(started, ended));
        Instant next = result instanceof RunResult.Failed ? schedule.next(ended) : schedule.next(started, ended);
        if (result instanceof RunResult.Failed failed && failed.outputLost()) {
            closeOutput();
        }
        boolean backfill = checkpoint != null && checkpoint.backfill() != null;
        return pauses.after(result, Duration.between(ended, next), backfill);
    }

    private static String message(SourceException e) {
        return e.remedy().map(remedy -> e.getMessage() + "; run: " + remedy).orElse(e.getMessage());
    }

    private void open(PipelinePlan plan) {
        if (output == null) {
            output = ports.outputs().open(plan.workspace(), name);
            checkpoint = output.checkpoint().orElse(null);
            status.checkpoint(checkpoint);
        }
    }

    /** A new process does not read before the time of a clock's schedule, unless that was missed. */
    private Optional<Duration> tooEarly(PipelinePlan plan, Schedule schedule) {
        boolean first = !begun;
        begun = true;
        if (!first
                || !schedule.keepsTime()
                || checkpoint == null
                || checkpoint.configVersion() != plan.configVersion()
                || checkpoint.backfill() != null
                || checkpoint.position().commitVersion() >= 0) {
            return Optional.empty();
        }
        Duration left = Duration.between(ports.clock().instant(), schedule.next(checkpoint.at()));
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    private RunResult run(PipelinePlan plan, PageTurns.Turn turn) throws SourceException {
        ConnectionSpec.Databricks connection =
                Connections.databricks(ports.configs(), plan.spec().source().connection());
        SourceFactory.Request request = new SourceFactory.Request(
                plan.spec().source().table(), plan.spec().source().query(), plan.mode(), name);
        status.asked();
        try (RecordSource source = ports.sources().open(connection, request)) {
            reading = source;
            if (closed) {
                throw new SourceException(Fault.CANCELLED, "stopped");
            }
            RunContext context = new RunContext(
                    settings.limits(),
                    settings.pageRows(),
                    memory,
                    ports.clock(),
                    ports.listener(),
                    announced,
                    turn,
                    status::answered,
                    this::committed);
            Optional<CheckpointV1> last = Optional.ofNullable(checkpoint);
            return new PipelineRun(plan, source, output, context).execute(last, change(plan, last));
        } finally {
            reading = null;
        }
    }

    private void committed(CheckpointV1 moved) {
        checkpoint = moved;
        status.checkpoint(moved);
    }

    private ConfigChange change(PipelinePlan plan, Optional<CheckpointV1> last) {
        return last.map(c -> plan.since(
                        c.configVersion(),
                        ports.configs().pipeline(name, c.configVersion()).map(PipelinePlan::parse)))
                .orElse(ConfigChange.NONE);
    }

    private void forget() {
        CheckpointV1 known = checkpoint;
        if (known == null) {
            return;
        }
        try {
            if (output == null) {
                output = ports.outputs().open(known.workspace(), name);
            }
            forget(output, known, ports.clock().instant());
            LOG.infof("pipeline %s was deleted and is forgotten", name);
        } catch (RuntimeException e) {
            LOG.warnf("pipeline %s was deleted and is forgotten by the next process: %s", name, e.getMessage());
        }
    }

    /** Has the change filter forget a pipeline's rows, and its checkpoint with them. */
    static void forget(RunOutput output, CheckpointV1 last, Instant at) {
        output.forget(Marks.forget(last.workspace(), last.pipeline(), last.configVersion(), last.position(), at));
    }

    private void closeOutput() {
        if (output != null) {
            output.close();
            output = null;
        }
    }

    private static String code(RunResult result) {
        return switch (result) {
            case RunResult.Unchanged _ -> "unchanged";
            case RunResult.Completed _ -> "completed";
            case RunResult.Stopped stopped -> stopped.quarantine() ? "quarantined" : "paused";
            case RunResult.Failed failed -> failed.code();
        };
    }
}
