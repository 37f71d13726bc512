package io.penstock.ingest.run;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.CheckpointV1;
import java.util.Optional;

/**
 * One run: asks whether there is anything to read, and tries to read it. What can be read only in smaller parts (a
 * change feed whose columns changed) is; what cannot be had any more is replaced by reading everything.
 */
final class PipelineRun {
    private final PipelinePlan plan;
    private final RecordSource source;
    private final RunOutput output;
    private final RunContext context;

    PipelineRun(PipelinePlan plan, RecordSource source, RunOutput output, RunContext context) {
        this.plan = plan;
        this.source = source;
        this.output = output;
        this.context = context;
    }

    /**
     * Runs.
     *
     * @param last the checkpoint to go on from
     * @param change what the configuration in force means for it
     */
    RunResult execute(Optional<CheckpointV1> last, ConfigChange change) throws SourceException {
        Head newest = source.head();
        Optional<RunResult> known =
                context.announced().stop(newest, plan.configVersion()).or(() -> unchanged(last, change, newest));
        if (known.isPresent()) {
            return known.get();
        }
        Attempt.From from = new Attempt.From(last, change, newest, newest.version(), change.lost(), false);
        while (true) {
            Attempt attempt = new Attempt(plan, source, output, context, from);
            try {
                return attempt.run();
            } catch (SourceException e) {
                from = attempt.afterRefusal(e);
            }
        }
    }

    private Optional<RunResult> unchanged(Optional<CheckpointV1> last, ConfigChange change, Head newest) {
        if (last.isEmpty() || change.newVersion() || !newest.isPinned()) {
            return Optional.empty();
        }
        CheckpointV1 checkpoint = last.get();
        CheckpointV1.Backfill backfill = checkpoint.backfill();
        boolean same = checkpoint.position().tableVersion() == newest.version();
        boolean waits =
                backfill != null && backfill.pages() > 1 && !context.turn().isMine();
        return same && (backfill == null || waits) ? Optional.of(new RunResult.Unchanged()) : Optional.empty();
    }

    /** Whether reading everything instead may help. */
    static boolean isRebaseline(SourceException failure) {
        return failure.fault() == Fault.REBASELINE;
    }
}
