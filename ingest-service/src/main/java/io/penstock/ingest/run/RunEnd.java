package io.penstock.ingest.run;

import io.penstock.ingest.core.filter.RunName;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.CheckpointV1.Backfill;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a run ends whose rows are all written: whether it sweeps, with which checkpoint, and what is told of it.
 *
 * @param last the last run's checkpoint, or null
 */
record RunEnd(
        PipelinePlan plan,
        RecordSource source,
        RunContext context,
        RunReads.Given given,
        Checkpoints checkpoints,
        RunName name,
        CheckpointV1 last) {
    /** What goes with the last chunk, and what the run came to. */
    record Ending(List<ReadV1> marks, CheckpointV1 checkpoint, RunResult result) {}

    /** Rows set aside by the runs before that nobody has read again since. */
    long quarantinedBefore() {
        return last == null || given.again() ? 0 : last.quarantinedRows();
    }

    /** Ends it; {@code valued} are the columns that had a value, now or before. */
    Ending of(RowWriter writer, Set<String> valued) throws SourceException {
        SweepGuard guard = new SweepGuard(plan, source, last, given.head());
        Optional<String> withheld = given.plan().sweeps() ? guard.withheld(writer) : Optional.empty();
        boolean sweeps = given.plan().sweeps() && withheld.isEmpty() && writer.present() > 0;
        Backfill left = left();
        PositionV1 position = position(writer, withheld.isPresent());
        CheckpointV1 checkpoint = checkpoints.at(
                position,
                (last == null ? 0 : last.runs()) + 1,
                writer.read(),
                valued,
                left,
                (given.plan().everything() ? 0 : quarantinedBefore()) + writer.quarantined(),
                wholeRows(writer, guard, withheld.isPresent(), left));
        String detail = withheld.or(() ->
                        Optional.ofNullable(given.plan().rebaseline()).map(why -> "everything was read again: " + why))
                .orElse(null);
        return new Ending(
                sweeps ? List.of(sweep(position)) : List.of(),
                checkpoint,
                new RunResult.Completed(checkpoint, writer.read(), writer.quarantined(), detail, isMoreLeft(left)));
    }

    private PositionV1 position(RowWriter writer, boolean withheld) {
        long version = given.head().version();
        boolean owed = withheld && plan.mode() != ReadMode.SNAPSHOT;
        return new PositionV1(plan.sourceName(), version, owed ? version : -1, writer.watermark());
    }

    private long wholeRows(RowWriter writer, SweepGuard guard, boolean withheld, Backfill left) throws SourceException {
        if (withheld) {
            return guard.rowsBefore();
        }
        if (given.plan().everything()) {
            return writer.present();
        }
        boolean through = given.page() != null && left == null;
        if (through) {
            return source.rows(given.head());
        }
        return last == null ? -1 : last.wholeRows();
    }

    private boolean isMoreLeft(Backfill left) {
        return (left != null && given.page() != null)
                || given.head().version() < given.from().newest().version()
                || (left != null && left.pages() == 1);
    }

    private ReadV1 sweep(PositionV1 position) {
        Instant at = given.head().committedAt() == null
                ? context.clock().instant()
                : given.head().committedAt();
        return Marks.sweep(plan, name.runId(), position, at);
    }

    private Backfill left() {
        Backfill backfill = given.backfill();
        if (backfill == null || given.plan().everything()) {
            return null;
        }
        if (given.page() == null) {
            return backfill;
        }
        int next = given.page().number() + 1;
        return next < backfill.pages() ? new Backfill(backfill.pages(), next) : null;
    }
}
