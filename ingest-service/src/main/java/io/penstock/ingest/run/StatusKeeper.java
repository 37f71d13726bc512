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

    private final Duration warmingAfter;
    private final InstantSource clock;
    private volatile PipelineStatus status;
    private volatile Instant askedAt;
    private String lastWarning;
    private String note;

    StatusKeeper(String name, Duration warmingAfter, InstantSource clock) {
        this.warmingAfter = warmingAfter;
        this.clock = clock;
        this.status = new PipelineStatus(name, 0, null, State.IDLE, null, null, 0, 0, 0, null, null);
    }

    PipelineStatus now() {
        PipelineStatus s = status;
        Instant asked = askedAt;
        if (s.state() != State.READING || asked == null || clock.instant().isBefore(asked.plus(warmingAfter))) {
            return s;
        }
        return state(s, State.WARMING, "the warehouse has not answered since " + asked);
    }

    void started(PipelinePlan plan) {
        PipelineStatus s = status;
        if (s.configVersion() != plan.configVersion()) {
            note = null;
        }
        status = new PipelineStatus(
                s.name(),
                plan.configVersion(),
                plan.modeWord(),
                State.READING,
                note,
                s.checkpoint(),
                s.runs(),
                s.rowsRead(),
                s.rowsQuarantined(),
                s.lastRunAt(),
                null);
    }

    /** The warehouse was asked for its first answer of this run. */
    void asked() {
        askedAt = clock.instant();
    }

    /** It answered. */
    void answered() {
        askedAt = null;
    }

    /** A checkpoint was committed, or is known from before. */
    void checkpoint(CheckpointV1 checkpoint) {
        PipelineStatus s = status;
        status = new PipelineStatus(
                s.name(),
                s.configVersion(),
                s.mode(),
                s.state(),
                s.detail(),
                checkpoint,
                checkpoint == null ? 0 : checkpoint.runs(),
                s.rowsRead(),
                s.rowsQuarantined(),
                s.lastRunAt(),
                s.nextRunAt());
    }

    /** The next run begins at that time, unless somebody asks for it earlier. */
    void next(Instant at) {
        PipelineStatus s = status;
        status = new PipelineStatus(
                s.name(),
                s.configVersion(),
                s.mode(),
                s.state(),
                s.detail(),
                s.checkpoint(),
                s.runs(),
                s.rowsRead(),
                s.rowsQuarantined(),
                s.lastRunAt(),
                at);
    }

    void ended(RunResult result) {
        askedAt = null;
        switch (result) {
            case RunResult.Unchanged _ -> end(State.IDLE, note);
            case RunResult.Completed done -> completed(done);
            case RunResult.Stopped stopped -> {
                State state = stopped.quarantine() ? State.QUARANTINED : State.PAUSED;
                warn(state, stopped.detail());
                end(state, stopped.detail());
            }
            case RunResult.Failed failed -> {
                State state = failed.code().equals(Fault.WARMING.code()) ? State.WARMING : State.FAILED;
                if (!failed.code().equals(Fault.CANCELLED.code())) {
                    warn(state, failed.detail());
                }
                end(state, failed.detail());
            }
        }
    }

    private void completed(RunResult.Completed done) {
        PipelineStatus s = status;
        lastWarning = null;
        // What was withheld stays true until a run that read something says otherwise.
        note = done.note() != null || done.read() > 0 || done.more() ? done.note() : note;
        if (note != null) {
            warn(State.IDLE, note);
        }
        status = new PipelineStatus(
                s.name(),
                s.configVersion(),
                s.mode(),
                State.IDLE,
                note,
                done.checkpoint(),
                done.checkpoint().runs(),
                s.rowsRead() + done.read(),
                s.rowsQuarantined() + done.quarantined(),
                clock.instant(),
                null);
        LOG.infof(
                "pipeline %s@%d: run %d read %d rows, quarantined %d, at table version %d",
                s.name(),
                s.configVersion(),
                done.checkpoint().runs(),
                done.read(),
                done.quarantined(),
                done.checkpoint().position().tableVersion());
    }

    private void end(State state, String detail) {
        PipelineStatus s = state(status, state, detail);
        status = new PipelineStatus(
                s.name(),
                s.configVersion(),
                s.mode(),
                s.state(),
                s.detail(),
                s.checkpoint(),
                s.runs(),
                s.rowsRead(),
                s.rowsQuarantined(),
                clock.instant(),
                s.nextRunAt());
    }

    private static PipelineStatus state(PipelineStatus s, State state, String detail) {
        return new PipelineStatus(
                s.name(),
                s.configVersion(),
                s.mode(),
                state,
                detail,
                s.checkpoint(),
                s.runs(),
                s.rowsRead(),
                s.rowsQuarantined(),
                s.lastRunAt(),
                s.nextRunAt());
    }

    /** Once per cause, not once per poll. */
    private void warn(State state, String detail) {
        String warning = state + detail;
        if (!warning.equals(lastWarning)) {
            LOG.warnf("pipeline %s is %s: %s", status.name(), state.name().toLowerCase(Locale.ROOT), detail);
            lastWarning = warning;
        }
    }
}
