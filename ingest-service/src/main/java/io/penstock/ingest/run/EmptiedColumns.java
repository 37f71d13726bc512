package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.schemas.CheckpointV1;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, before anything of a run is written, for columns that had values and have none in any row any more, and has
 * the policies decide about them. One run, one thread.
 */
final class EmptiedColumns {
    private final PipelinePlan plan;
    private final RecordSource source;
    private final RunContext context;
    private final SchemaNews news;
    private final RunReads.Given given;
    private final CheckpointV1 last;
    private final Set<String> held;
    private final Set<String> emptied = new HashSet<>();
    private boolean checked;

    /** A column has no value in any row and is to be left out: read once more without it. Nothing was written. */
    static final class HeldBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private HeldBack() {
            super("a column is left out", null, false, false);
        }
    }

    /** Columns without a value stop the run. Nothing was written. */
    static final class NullStop extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RunResult.Stopped result;

        private NullStop(SchemaGate.Stop stop) {
            super("columns without a value", null, false, false);
            result = new RunResult.Stopped(stop.detail(), stop.quarantine());
        }

        RunResult.Stopped result() {
            return result;
        }
    }

    EmptiedColumns(PipelinePlan plan, RecordSource source, RunContext context, SchemaNews news, RunReads.Given given) {
        this.plan = plan;
        this.source = source;
        this.context = context;
        this.news = news;
        this.given = given;
        this.last = given.from().last().orElse(null);
        this.held = new HashSet<>(given.verdict().held());
    }

    /** Columns that are left out of the rows; more of them after {@link HeldBack}. */
    Set<String> held() {
        return held;
    }

    /** Looks again: the rows are read once more. */
    void again() {
        checked = false;
    }

    /**
     * Looks once, at the columns that have had a value by now.
     *
     * @throws HeldBack if the rows are to be read without a column
     * @throws NullStop if they are not to be read
     */
    void check(long rows, Set<String> valued) throws SourceException {
        if (checked) {
            return;
        }
        checked = true;
        if (rows == 0 || last == null || last.valued() == null) {
            return;
        }
        Set<String> gone = new LinkedHashSet<>();
        for (String column : last.valued()) {
            Optional<String> bound = given.names().find(column);
            if (!valued.contains(column)
                    && !held.contains(column)
                    && bound.isPresent()
                    && !source.holdsValue(given.head(), bound.get())) {
                gone.add(column);
            }
        }
        if (!gone.isEmpty()) {
            decide(gone);
        }
    }

    private void decide(Set<String> gone) {
        Verdict verdict = plan.gate()
                .allNull(gone, given.verdict().bindings(), given.from().change().newVersion());
        verdict.changes().stream()
                .filter(context.announced()::isNewsOfNulls)
                .forEach(change -> news.add(List.of(change), Map.of()));
        if (verdict.stop().isPresent()) {
            throw new NullStop(verdict.stop().get());
        }
        gone.stream().filter(column -> !verdict.held().contains(column)).forEach(emptied::add);
        if (held.addAll(verdict.held())) {
            throw new HeldBack();
        }
    }

    /** Columns that had a value in this run or before, without those that have none any more. */
    Set<String> valuedSoFar(Set<String> valued) {
        Set<String> all = new LinkedHashSet<>(last == null || last.valued() == null ? List.of() : last.valued());
        all.addAll(valued);
        all.removeAll(emptied);
        return all;
    }
}
