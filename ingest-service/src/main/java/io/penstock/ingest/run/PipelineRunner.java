package io.penstock.ingest.run;

import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
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
    private volatile RecordSource reading;
    private volatile boolean closed;
    private RunOutput output;
    private CheckpointV1 checkpoint;
    private int failures;

    /** The world around a runner. */
    public record Ports(
            ConfigLookup configs,
            SourceFactory sources,
            RunOutput.Factory outputs,
            RunListener listener,
            InstantSource clock) {}

    private PipelineRunner(String name, Ports ports, RunnerSettings settings) {
        this.name = name;
        this.ports = ports;
        this.settings = settings;
        this.status = new StatusKeeper(name, settings.warmingAfter(), ports.clock());
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

    private void loop() {
        try {
            while (!closed) {
                wakes.drainPermits();
                Optional<ConfigV1> config = ports.configs().pipeline(name);
                if (config.isEmpty()) {
                    return;
                }
                Duration pause = attempt(config.get());
                if (!closed && wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.debugf("pipeline %s was woken", name);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("pipeline %s stops", name);
        } finally {
            Thread.interrupted(); // the thread ends here, and its producer must still close cleanly
            closeOutput();
        }
    }

    /** One run. @return how long to wait for the next one */
    private Duration attempt(ConfigV1 config) {
        Instant started = ports.clock().instant();
        Duration every = Duration.ofMinutes(5);
        RunResult result;
        try {
            PipelinePlan plan = PipelinePlan.of(config);
            every = plan.spec().source().change().every();
            status.started(plan);
            result = run(plan);
        } catch (PipelinePlan.InvalidPipelineException e) {
            result = new RunResult.Failed("invalid_pipeline", e.getMessage(), false, false);
        } catch (SourceException e) {
            result = new RunResult.Failed(
                    e.fault().code(), e.getMessage(), e.fault().retrySoon(), false);
        } catch (RunOutput.OutputException e) {
            result = new RunResult.Failed("kafka", e.getMessage(), true, true);
        } catch (RuntimeException e) {
            LOG.errorf(e, "pipeline %s: a run ended unexpectedly", name);
            result = new RunResult.Failed(
                    "internal", "unexpected " + e.getClass().getSimpleName(), true, true);
        }
        status.ended(result);
        ports.listener()
                .runEnded(
                        name,
                        code(result),
                        Duration.between(started, ports.clock().instant()));
        return pause(result, every);
    }

    private RunResult run(PipelinePlan plan) throws SourceException {
        ConnectionSpec.Databricks connection = connection(plan);
        SourceFactory.Request request = new SourceFactory.Request(
                plan.spec().source().table(), plan.spec().source().query(), plan.mode());
        if (output == null) {
            output = ports.outputs().open(plan.workspace(), name);
            checkpoint = output.checkpoint().orElse(null);
            status.checkpoint(checkpoint);
        }
        status.asked();
        try (RecordSource source = ports.sources().open(connection, request)) {
            reading = source;
            if (closed) {
                throw new SourceException(Fault.CANCELLED, "stopped");
            }
            PipelineRun.RunContext context = new PipelineRun.RunContext(
                    settings.limits(), memory, ports.clock(), ports.listener(), announced, status::answered);
            Optional<CheckpointV1> last = Optional.ofNullable(checkpoint);
            return new PipelineRun(plan, source, output, context).execute(last, readsAnew(plan, last));
        } finally {
            reading = null;
        }
    }

    private boolean readsAnew(PipelinePlan plan, Optional<CheckpointV1> last) {
        return last.filter(c -> c.configVersion() != plan.configVersion())
                .map(c -> ports.configs()
                        .pipeline(name, c.configVersion())
                        .map(then -> !plan.continues(PipelinePlan.parse(then)))
                        .orElse(true))
                .orElse(false);
    }

    private ConnectionSpec.Databricks connection(PipelinePlan plan) throws SourceException {
        String wanted = plan.spec().source().connection();
        ConfigV1 config = ports.configs()
                .connection(wanted)
                .orElseThrow(() -> new SourceException(Fault.FIX_QUERY, "connection " + wanted + " is not known"));
        try {
            ConnectionSpec spec = Json.config().treeToValue(config.spec(), ConnectionSpec.class);
            if (spec.databricks() == null) {
                throw new SourceException(Fault.FIX_QUERY, "connection " + wanted + " is not a databricks connection");
            }
            return spec.databricks();
        } catch (IOException e) {
            throw new SourceException(Fault.FIX_QUERY, "connection " + wanted + " cannot be understood", e);
        }
    }

    private Duration pause(RunResult result, Duration every) {
        if (!(result instanceof RunResult.Failed failed)) {
            failures = 0;
            if (result instanceof RunResult.Completed done) {
                checkpoint = done.checkpoint();
            }
            return every;
        }
        failures++;
        if (failed.outputLost()) {
            closeOutput();
        }
        return failed.retrySoon() ? shorter(backoff(), every) : every;
    }

    /** Full jitter above the shortest pause, so that pipelines of one warehouse do not return in step. */
    private Duration backoff() {
        long shortest = settings.shortestRetry().toMillis();
        long most = Math.min(settings.longestRetry().toMillis(), shortest << Math.min(failures, 20));
        return Duration.ofMillis(shortest + ThreadLocalRandom.current().nextLong(Math.max(1, most - shortest)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
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
            case RunResult.Paused _ -> "paused";
            case RunResult.Failed failed -> failed.code();
        };
    }
}
