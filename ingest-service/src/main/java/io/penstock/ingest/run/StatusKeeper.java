package io.penstock.ingest.run;

import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.run.PipelineStatus.State;
import io.penstock.schemas.CheckpointV1;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jboss.logging.Logger;

/** What one pipeline is doing, kept for whoever asks. Written by the pipeline's thread, read by any. */
final class StatusKeeper {
    private static final Logger LOG = Logger.getLogger(StatusKeeper.class);

    private final String name;
    private final Duration warmingAfter;
    private final InstantSource clock;
    private long configVersion;
    private String mode;
    private State state = State.IDLE;
    private String detail;
    private CheckpointV1 checkpoint;
    private long rowsRead;
    private long rowsQuarantined;
    private Instant lastRunAt;
    private Instant nextRunAt;
    private Instant askedAt;
    private String lastWarning;
    private String note;

    StatusKeeper(String name, Duration warmingAfter, InstantSource clock) {
        this.name = name;
        this.warmingAfter = warmingAfter;
        this.clock = clock;
    }

    synchronized PipelineStatus now() {
        boolean silent =
                state == State.READING && askedAt != null && !clock.instant().isBefore(askedAt.plus(warmingAfter));
        return new PipelineStatus(
                name,
                configVersion,
                mode,
                silent ? State.WARMING : state,
                silent ? "the warehouse has not answered since " + askedAt : detail,
                checkpoint,
                checkpoint == null ? 0 : checkpoint.runs(),
                rowsRead,
                rowsQuarantined,
                lastRunAt,
                nextRunAt);
    }

    synchronized void started(PipelinePlan plan) {
        if (configVersion != plan.configVersion()) {
            note = null;
        }
        configVersion = plan.configVersion();
        mode = plan.modeWord();
        state = State.READING;
        detail = note;
        nextRunAt = null;
    }

    /** The warehouse was asked for its first answer of this run. */
    synchronized void asked() {
        askedAt = clock.instant();
    }

    /** It answered. */
    synchronized void answered() {
        askedAt = null;
    }

    /** A checkpoint was committed, or is known from before. */
    synchronized void checkpoint(CheckpointV1 known) {
        checkpoint = known;
    }

    /** The next run begins at that time, unless somebody asks for it earlier. */
    synchronized void next(Instant at) {
        nextRunAt = at;
    }

    synchronized void ended(RunResult result) {
        askedAt = null;
        switch (result) {
            case RunResult.Unchanged _ -> end(State.IDLE, note);
            case RunResult.Completed done -> completed(done);
            case RunResult.Stopped stopped -> {
                State stop = stopped.quarantine() ? State.QUARANTINED : State.PAUSED;
                warn(stop, stopped.detail());
                end(stop, stopped.detail());
            }
            case RunResult.Failed failed -> {
                State failure = failed.code().equals(Fault.WARMING.code()) ? State.WARMING : State.FAILED;
                if (!failed.code().equals(Fault.CANCELLED.code())) {
                    warn(failure, failed.detail());
                }
                end(failure, failed.detail());
            }
        }
    }

    private void completed(RunResult.Completed done) {
        lastWarning = null;
        // What was withheld stays true until a run that read something says otherwise.
        note = done.note() != null || done.read() > 0 || done.more() ? done.note() : note;
        if (note != null) {
            warn(State.IDLE, note);
        }
        end(State.IDLE, note);
        checkpoint = done.checkpoint();
        rowsRead += done.read();
        rowsQuarantined += done.quarantined();
        nextRunAt = null;
        LOG.infof(
                "pipeline %s@%d: run %d read %d rows, quarantined %d, at table version %d",
                name,
                configVersion,
                done.checkpoint().runs(),
                done.read(),
                done.quarantined(),
                done.checkpoint().position().tableVersion());
    }

    private void end(State reached, String why) {
        state = reached;
        detail = why;
        lastRunAt = clock.instant();
    }

    /** Once per cause, not once per poll. */
    private void warn(State reached, String why) {
        String warning = reached + why;
        if (!warning.equals(lastWarning)) {
            LOG.warnf("pipeline %s is %s: %s", name, reached.name().toLowerCase(Locale.ROOT), why);
            lastWarning = warning;
        }
    }
}
