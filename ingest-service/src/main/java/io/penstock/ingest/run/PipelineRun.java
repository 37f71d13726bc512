package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate;
import io.penstock.ingest.core.change.SchemaGate.Noted;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.InstantText;
import io.penstock.ingest.core.read.Position;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.ingest.rows.RowShaper;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.SchemaChangeV1;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One run: head, gate, columns, contract, rows, checkpoint. The order is the safety: nothing is read before the
 * contract is known to hold, and the checkpoint moves only with the last rows.
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
     * What outlives a run.
     *
     * @param announced schema changes of stopped runs
     * @param reading called when the contract holds and rows are about to be read
     */
    record RunContext(
            ChunkLimits limits,
            QuarantineMemory memory,
            InstantSource clock,
            RunListener listener,
            Announced announced,
            Runnable reading) {}

    /**
     * Runs.
     *
     * @param last the checkpoint to go on from
     * @param anew whether its position no longer holds, though its columns do
     */
    RunResult execute(Optional<CheckpointV1> last, boolean anew) throws SourceException {
        Head head = source.head();
        boolean sameVersion =
                last.map(c -> c.configVersion() == plan.configVersion()).orElse(false);
        Position position =
                anew ? Position.START : last.map(PipelineRun::position).orElse(Position.START);
        if (sameVersion && !anew && head.isPinned() && position.tableVersion() == head.version()) {
            return new RunResult.Unchanged();
        }
        if (position.isAheadOf(head)) {
            position = Position.START;
        }
        SourceSchema schema = source.schema(head);
        SequencedMap<String, String> columns = schema.typeTexts();
        Optional<SchemaGate.Baseline> baseline = last.filter(c -> sameSource(c) && c.columns() != null)
                .map(c -> new SchemaGate.Baseline(described(c), Map.of(), Set.of(), !sameVersion));
        Verdict verdict = new SchemaGate(plan.contract(), plan.policies(), plan.dependants())
                .decide(baseline, schema, History.UNKNOWN);
        List<SchemaChangeV1> changes = verdict.changes().stream()
                .map(noted -> wire(noted, head, context.clock().instant()))
                .toList();
        if (verdict.stop().isPresent()) {
            if (context.announced().isNews(verdict.changes())) {
                output.commit(new RunOutput.Chunk(List.of(), List.of(), changes, null));
                context.announced().remember(verdict.changes());
                tell(verdict);
            }
            return new RunResult.Paused(verdict.stop().get().detail());
        }
        return read(last, position, head, columns, verdict, changes);
    }

    private RunResult read(
            Optional<CheckpointV1> last,
            Position position,
            Head head,
            SequencedMap<String, String> columns,
            Verdict verdict,
            List<SchemaChangeV1> changes)
            throws SourceException {
        SequencedMap<String, SparkType> types = new LinkedHashMap<>();
        columns.forEach((name, type) -> types.put(name, SparkTypeParser.parse(type)));
        Shape shape = Shape.of(plan.contract(), types, verdict.bindings(), verdict.held());
        RowShaper.Watermark watermark = plan.mode() == ReadMode.WATERMARK ? watermark(shape, types) : null;
        ReadRange range = watermark == null
                ? new ReadRange.ByRowVersion(position.tableVersion(), head, null)
                : new ReadRange.ByWatermark(
                        watermark.source(),
                        watermark.type(),
                        position.watermark() == null
                                ? null
                                : position.watermark()
                                        .minus(plan.spec().source().change().lookback()),
                        head,
                        List.of(),
                        null);
        RowWriter writer = new RowWriter(
                plan,
                new RowShaper(shape, keys(shape, types), identifiers(shape, types), watermark),
                new ChunkWriter(output, context.limits(), context.memory()),
                context,
                new RowWriter.Start(runId(range), head, position.watermark()));
        context.reading().run();
        source.read(range, writer::accept);
        CheckpointV1 checkpoint = new CheckpointV1(
                plan.workspace(),
                plan.name(),
                plan.configVersion(),
                new PositionV1(plan.sourceName(), head.version(), -1, writer.watermark()),
                columns,
                last.map(CheckpointV1::runs).orElse(0L) + 1,
                writer.read(),
                context.clock().instant(),
                null,
                null,
                verdict.bindings(),
                null,
                null,
                0,
                -1);
        writer.finish(changes, checkpoint);
        context.announced().clear();
        tell(verdict);
        return new RunResult.Completed(checkpoint, writer.read(), writer.quarantined());
    }

    private RowShaper.Watermark watermark(Shape shape, SequencedMap<String, SparkType> types) throws SourceException {
        String name = plan.spec().source().change().column();
        String found = required(shape, types, name, "watermark");
        SparkType type = types.get(found);
        if (!InstantText.isInstant(type)) {
            throw new SourceException(
                    Fault.UNSUPPORTED, "watermark column " + found + " must be DATE, TIMESTAMP or TIMESTAMP_NTZ");
        }
        return new RowShaper.Watermark(name, found, type);
    }

    private List<String> keys(Shape shape, SequencedMap<String, SparkType> types) throws SourceException {
        java.util.ArrayList<String> keys = new java.util.ArrayList<>();
        for (String name : plan.spec().source().key()) {
            keys.add(required(shape, types, name, "key"));
        }
        return keys;
    }

    /** Identifier type to source column, in the pipeline's order; a column the source lacks identifies nobody. */
    private SequencedMap<String, String> identifiers(Shape shape, SequencedMap<String, SparkType> types) {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        if (plan.spec().identity() != null) {
            plan.spec()
                    .identity()
                    .given()
                    .forEach((type, column) ->
                            shape.sourceOf(column, types).ifPresent(source -> found.put(type, source)));
        }
        return found;
    }

    private static String required(Shape shape, SequencedMap<String, SparkType> types, String name, String role)
            throws SourceException {
        return shape.sourceOf(name, types)
                .orElseThrow(() -> new SourceException(
                        Fault.FIX_QUERY,
                        role + " column " + name + " is not in the source, which has "
                                + String.join(", ", types.keySet())));
    }

    /** The same range under the same configuration has the same id. */
    private String runId(ReadRange range) {
        String from = switch (range) {
            case ReadRange.ByRowVersion rows -> rows.after() < 0 ? "start" : "v" + rows.after();
            case ReadRange.ByWatermark rows ->
                rows.from() == null ? "start" : rows.from().toString();
            case ReadRange.Whole _, ReadRange.Changes _, ReadRange.Gone _ -> "start";
        };
        String to = range.head().isPinned() ? "v" + range.head().version() : "now";
        return plan.name() + "@" + plan.configVersion() + ":" + from + ".." + to;
    }

    private boolean sameSource(CheckpointV1 checkpoint) {
        return checkpoint.position().source().equals(plan.sourceName());
    }

    private static Position position(CheckpointV1 checkpoint) {
        return new Position(
                checkpoint.position().tableVersion(), checkpoint.position().watermark());
    }

    private static SourceSchema described(CheckpointV1 checkpoint) {
        return SourceSchema.of(checkpoint.columns().entrySet().stream()
                .map(column -> new SourceColumn(column.getKey(), column.getValue(), null, null))
                .toList());
    }

    private void tell(Verdict verdict) {
        verdict.changes()
                .forEach(noted -> context.listener()
                        .schemaChange(plan.name(), noted.change().kind()));
    }

    private SchemaChangeV1 wire(Noted noted, Head head, Instant at) {
        return new SchemaChangeV1(
                plan.workspace(),
                plan.sourceName(),
                plan.name(),
                SchemaChangeV1.Change.valueOf(noted.change().kind().name()),
                noted.change().column(),
                noted.change().before(),
                noted.change().after(),
                noted.change().evidence(),
                head.version(),
                noted.policy().word(),
                noted.touches(),
                at,
                plan.configVersion(),
                noted.action(),
                null);
    }
}
