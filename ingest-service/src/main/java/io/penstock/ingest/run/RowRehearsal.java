package io.penstock.ingest.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.change.SchemaGate;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.filter.ChangeFilter;
import io.penstock.ingest.core.filter.ChangeFilter.Seen;
import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.rows.RawRow;
import io.penstock.ingest.rows.RowShaper;
import io.penstock.ingest.rows.ShapedRow;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes records of rows that somebody wrote down, as runs over a source would: the gate judges the columns of each run
 * against those of the run before, the contract shapes the rows or sets them aside, and only what is new passes on. No
 * warehouse, no broker; what needs a table's history (evidence of renames, columns that lost all values, rows that
 * disappeared) has to be said. One thread.
 */
public final class RowRehearsal {
    private final PipelinePlan plan;
    private final Map<String, LastSeen> seen = new HashMap<>();
    private final Map<String, List<IdentifierV1>> people = new HashMap<>();
    private Optional<SchemaGate.Baseline> baseline = Optional.empty();
    private int runs;

    /** Understands the pipeline. @throws PipelinePlan.InvalidPipelineException if it cannot be followed */
    public RowRehearsal(ConfigV1 pipeline) {
        this.plan = PipelinePlan.of(pipeline);
    }

    /** What came of a run or of one of its rows. */
    public sealed interface Result {
        /** The row is news. */
        record Passed(RecordV1 record) implements Result {}

        /** The row breaks the contract. */
        record SetAside(String rowKey, String code, String reason) implements Result {}

        /** The run reads nothing: the columns are not what the contract says, or a policy holds the pipeline. */
        record Stopped(String reason) implements Result {}
    }

    /**
     * One run.
     *
     * @param columns of the source now
     * @param rows what a run would find, in order
     * @return results in the order of the rows; rows that say nothing new have none
     */
    public List<Result> run(SourceSchema columns, List<SourceRow> rows) {
        runs++;
        Verdict verdict = plan.gate().decide(baseline, columns, History.UNKNOWN);
        if (verdict.stop().isPresent()) {
            return List.of(new Result.Stopped(verdict.stop().get().detail()));
        }
        baseline = Optional.of(new SchemaGate.Baseline(
                columns, verdict.bindings(), Set.of(), false, verdict.held(), verdict.noNulls()));
        try {
            RowShaper shaper = shaper(columns, verdict);
            List<Result> results = new ArrayList<>();
            for (SourceRow row : rows) {
                result(row, row.deleted() ? shaper.shapeGone(row.json()) : shaper.shape(row.json()))
                        .ifPresent(results::add);
            }
            return results;
        } catch (SourceException e) {
            return List.of(new Result.Stopped(e.getMessage()));
        }
    }

    private RowShaper shaper(SourceSchema columns, Verdict verdict) throws SourceException {
        SourceNames names = new SourceNames(verdict.bindings(), columns.types());
        Map<String, String> bindings = plan.contract().passesEverything() ? Map.of() : names.bindings();
        return new RowShaper(
                Shape.of(plan.contract(), names.types(), bindings, verdict.held()),
                verdict.noNulls(),
                names.requireAll(plan.spec().source().key(), "key"),
                names.identifiers(plan),
                watermark(names));
    }

    private RowShaper.Watermark watermark(SourceNames names) throws SourceException {
        if (plan.mode() != ReadMode.WATERMARK) {
            return null;
        }
        String column = plan.spec().source().change().column();
        String source = names.require(column, "watermark");
        return new RowShaper.Watermark(column, source, names.types().get(source));
    }

    private Optional<Result> result(SourceRow row, ShapedRow shaped) {
        return switch (shaped) {
            case ShapedRow.Quarantined refused ->
                Optional.of(new Result.SetAside(
                        refused.rowKey(),
                        refused.violation().code().label(),
                        refused.violation().reason()));
            case ShapedRow.Kept kept -> {
                Instant asOf = kept.watermark() == null ? row.committedAt() : kept.watermark();
                people.put(kept.rowKey(), kept.identifiers());
                yield news(kept.rowKey(), kept.hash(), asOf, kept.identifiers(), tree(kept.row()));
            }
            case ShapedRow.Gone gone ->
                news(
                        gone.rowKey(),
                        null,
                        row.committedAt(),
                        people.getOrDefault(gone.rowKey(), gone.identifiers()),
                        null);
        };
    }

    private Optional<Result> news(
            String rowKey, String hash, Instant at, List<IdentifierV1> identifiers, ObjectNode row) {
        ChangeFilter.Decision decision = ChangeFilter.decide(seen.get(rowKey), new Seen(hash, at, runs, false, false));
        if (decision.remember() != null) {
            seen.put(rowKey, decision.remember());
        }
        if (decision.verdict() != ChangeFilter.Verdict.CHANGED) {
            return Optional.empty();
        }
        Instant asOf = decision.remember().asOf();
        String version = RowVersion.of(asOf, hash);
        return Optional.of(new Result.Passed(new RecordV1(
                plan.workspace(),
                plan.name(),
                plan.configVersion(),
                plan.name() + "|" + rowKey + "|" + version,
                rowKey,
                version,
                hash == null ? Operation.DELETE : Operation.UPSERT,
                new PositionV1(plan.sourceName(), runs, runs, null),
                asOf,
                identifiers,
                row)));
    }

    /** A row only writes itself; whoever reads it on wants a tree. */
    private static ObjectNode tree(RawRow row) {
        try {
            return (ObjectNode) Json.wire().readTree(row.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row was written as JSON that cannot be read", e);
        }
    }
}
