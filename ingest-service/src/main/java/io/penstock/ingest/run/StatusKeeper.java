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

    StatusKeeper(String name, Duration warmingAfter, InstantSource clock) {
        this.warmingAfter = warmingAfter;
        this.clock = clock;
        this.status = new PipelineStatus(name, 0, null, State.IDLE, null, null, 0, 0, 0, null);
    }

    PipelineStatus now() {
        PipelineStatus s = status;
        Instant asked = askedAt;
        if (s.state() != State.READING || asked == null || clock.instant().isBefore(asked.plus(warmingAfter))) {
            return s;
        }
        return next(s, State.WARMING, "the warehouse has not answered since " + asked, s.lastRunAt());
    }

    void started(PipelinePlan plan) {
        PipelineStatus s = status;
        status = new PipelineStatus(
                s.name(),
                plan.configVersion(),
                plan.modeWord(),
                State.READING,
                null,
                s.checkpoint(),
                s.runs(),
                s.rowsRead(),
                s.rowsQuarantined(),
                s.lastRunAt());
    }

    /** The warehouse was asked for its first answer of this run. */
    void asked() {
        askedAt = clock.instant();
    }

    /** It answered. */
    void answered() {
        askedAt = null;
    }

    /** The last committed checkpoint is known. */
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
                s.lastRunAt());
    }

    void ended(RunResult result) {
        askedAt = null;
        Instant at = clock.instant();
        switch (result) {
            case RunResult.Unchanged _ -> status = next(status, State.IDLE, null, at);
            case RunResult.Completed done -> completed(done, at);
            case RunResult.Paused paused -> {
                warn(State.PAUSED, paused.detail());
                status = next(status, State.PAUSED, paused.detail(), at);
            }
            case RunResult.Failed failed -> {
                State state = failed.code().equals(Fault.WARMING.code()) ? State.WARMING : State.FAILED;
                if (!failed.code().equals(Fault.CANCELLED.code())) {
                    warn(state, failed.detail());
                }
                status = next(status, state, failed.detail(), at);
            }
        }
    }

    private void completed(RunResult.Completed done, Instant at) {
        PipelineStatus s = status;
        lastWarning = null;
        status = new PipelineStatus(
                s.name(),
                s.configVersion(),
                s.mode(),
                State.IDLE,
                null,
                done.checkpoint(),
                done.checkpoint().runs(),
                s.rowsRead() + done.read(),
                s.rowsQuarantined() + done.quarantined(),
                at);
        LOG.infof(
                "pipeline %s@%d: run %d read %d rows, quarantined %d, at table version %d",
                s.name(),
                s.configVersion(),
                done.checkpoint().runs(),
                done.read(),
                done.quarantined(),
                done.checkpoint().position().tableVersion());
    }

    private static PipelineStatus next(PipelineStatus s, State state, String detail, Instant at) {
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
                at);
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
