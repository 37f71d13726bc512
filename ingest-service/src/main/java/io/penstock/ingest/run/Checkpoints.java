package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.CheckpointV1.Backfill;
import io.penstock.schemas.PositionV1;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the checkpoints of a run, and reads what they say of the columns. */
record Checkpoints(PipelinePlan plan, SourceSchema schema, Verdict verdict, InstantSource clock) {
    CheckpointV1 at(
            PositionV1 position,
            long runs,
            long rowsRead,
            Collection<String> valued,
            Backfill backfill,
            long quarantinedRows,
            long wholeRows) {
        Map<String, String> ids = new LinkedHashMap<>();
        schema.columns().values().stream()
                .filter(column -> column.id() != null)
                .forEach(column -> ids.put(column.name(), column.id()));
        boolean nullabilityKnown = schema.columns().values().stream().anyMatch(column -> column.nullable() != null);
        List<String> notNull = schema.columns().values().stream()
                .filter(column -> Boolean.FALSE.equals(column.nullable()))
                .map(SourceColumn::name)
                .toList();
        return new CheckpointV1(
                plan.workspace(),
                plan.name(),
                plan.configVersion(),
                position,
                schema.typeTexts(),
                runs,
                rowsRead,
                clock.instant(),
                ids.isEmpty() ? null : ids,
                nullabilityKnown ? notNull : null,
                new LinkedHashMap<>(verdict.bindings()),
                List.copyOf(valued),
                backfill,
                quarantinedRows,
                wholeRows,
                sorted(verdict.held()),
                sorted(verdict.noNulls()));
    }

    /**
     * The note that a run was begun: in a checkpoint, the position's commit version is the version up to which rows may
     * have been handed over already.
     */
    static CheckpointV1 begun(PipelinePlan plan, CheckpointV1 last, long version, InstantSource clock) {
        PositionV1 position = last == null
                ? new PositionV1(plan.sourceName(), -1, version, null)
                : new PositionV1(
                        last.position().source(),
                        last.position().tableVersion(),
                        version,
                        last.position().watermark());
        return last == null
                ? new CheckpointV1(
                        plan.workspace(),
                        plan.name(),
                        plan.configVersion(),
                        position,
                        null,
                        0,
                        0,
                        clock.instant(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        0,
                        -1,
                        null,
                        null)
                : new CheckpointV1(
                        last.workspace(),
                        last.pipeline(),
                        last.configVersion(),
                        position,
                        last.columns(),
                        last.runs(),
                        last.rowsRead(),
                        last.at(),
                        last.columnIds(),
                        last.notNull(),
                        last.bindings(),
                        last.valued(),
                        last.backfill(),
                        last.quarantinedRows(),
                        last.wholeRows(),
                        last.held(),
                        last.noNulls());
    }

    private static List<String> sorted(Collection<String> columns) {
        return columns.isEmpty() ? null : columns.stream().sorted().toList();
    }

    /** Whether rows that were not seen at the checkpoint's version were left alone, to be looked at once more. */
    static boolean owesSweep(CheckpointV1 checkpoint) {
        return checkpoint.position().commitVersion() >= 0
                && checkpoint.position().commitVersion()
                        == checkpoint.position().tableVersion();
    }

    /** The columns a checkpoint speaks of. */
    static SourceSchema schema(CheckpointV1 checkpoint) {
        Map<String, String> ids = checkpoint.columnIds() == null ? Map.of() : checkpoint.columnIds();
        return SourceSchema.of(checkpoint.columns().entrySet().stream()
                .map(column -> new SourceColumn(
                        column.getKey(),
                        column.getValue(),
                        ids.get(column.getKey()),
                        checkpoint.notNull() == null
                                ? null
                                : !checkpoint.notNull().contains(column.getKey())))
                .toList());
    }
}
