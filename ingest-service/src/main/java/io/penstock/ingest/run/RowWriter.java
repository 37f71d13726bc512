package io.penstock.ingest.run;

import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.core.read.WatermarkSeen;
import io.penstock.ingest.rows.RowShaper;
import io.penstock.ingest.rows.ShapedRow;
import io.penstock.schemas.Category;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.SchemaChangeV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Turns the rows of one run into reads and dead letters. One run, one thread. */
final class RowWriter {
    /** A broker takes messages of 1,048,576 bytes unless told otherwise; the envelope needs some of it. */
    private static final int MOST_BYTES = 900_000;
    /** A dead letter holds its input as JSON inside JSON, which can double it. */
    private static final int MOST_KEPT_BYTES = 450_000;

    private static final int LONGEST_KEY = 10_000;

    private final PipelinePlan plan;
    private final RowShaper shaper;
    private final ChunkWriter chunks;
    private final PipelineRun.RunContext context;
    private final Start start;
    private final WatermarkSeen watermark;
    private long read;
    private long quarantined;
    private long told;

    /**
     * What is the same for every row.
     *
     * @param watermark the last run's, or null
     */
    record Start(String runId, Head head, Instant watermark) {}

    RowWriter(PipelinePlan plan, RowShaper shaper, ChunkWriter chunks, PipelineRun.RunContext context, Start start) {
        this.plan = plan;
        this.shaper = shaper;
        this.chunks = chunks;
        this.context = context;
        this.start = start;
        this.watermark = new WatermarkSeen(start.watermark());
    }

    void accept(SourceRow row) {
        read++;
        if (read - told >= context.limits().rows()) {
            tell();
        }
        ShapedRow shaped = shaper.shape(row.json());
        watermark.saw(shaped.watermark());
        switch (shaped) {
            case ShapedRow.Kept kept
            when isTooLarge(row, kept) ->
                quarantine(
                        row,
                        new ShapedRow.Quarantined(
                                kept.rowKey(), new Violation(Violation.Code.ROW_TOO_LARGE, null), kept.watermark()));
            case ShapedRow.Kept kept -> keep(row, kept);
            case ShapedRow.Quarantined refused -> quarantine(row, refused);
        }
    }

    void finish(List<SchemaChangeV1> changes, CheckpointV1 checkpoint) {
        chunks.finish(changes, checkpoint);
        tell();
    }

    /** Highest watermark seen, this run and before; null in other modes. */
    Instant watermark() {
        return watermark.highest();
    }

    long read() {
        return read;
    }

    long quarantined() {
        return quarantined;
    }

    private void keep(SourceRow row, ShapedRow.Kept kept) {
        kept.notes().forEach(note -> context.listener().noted(plan.name(), note.note()));
        chunks.read(
                new ReadV1(
                        plan.workspace(),
                        plan.name(),
                        plan.configVersion(),
                        start.runId(),
                        kept.rowKey(),
                        Operation.UPSERT,
                        new PositionV1(
                                plan.sourceName(), start.head().version(), row.commitVersion(), kept.watermark()),
                        asOf(row, kept),
                        kept.identifiers(),
                        kept.row(),
                        kept.hash(),
                        null),
                row.json().length());
    }

    /** The source's own word first, then its commit's time; never our clock. */
    private Instant asOf(SourceRow row, ShapedRow.Kept kept) {
        if (kept.watermark() != null) {
            return kept.watermark();
        }
        return row.committedAt() != null ? row.committedAt() : start.head().committedAt();
    }

    private void quarantine(SourceRow row, ShapedRow.Quarantined refused) {
        quarantined++;
        Violation violation = refused.violation();
        context.listener().quarantined(plan.name(), violation.code());
        String json = row.json() == null ? "" : row.json();
        String fingerprint = HexFormat.of()
                .formatHex(RowVersion.sha256(
                        (plan.configVersion() + violation.code().label() + json).getBytes(StandardCharsets.UTF_8)));
        if (context.memory().knows(fingerprint)) {
            return;
        }
        chunks.deadLetter(
                new DeadLetterV1(
                        "ingest.contract",
                        violation.code().label(),
                        Category.SOURCE_DATA,
                        violation.reason(),
                        null,
                        -1,
                        -1,
                        key(refused.rowKey()),
                        isLarge(json) ? "" : json,
                        "json",
                        plan.name(),
                        plan.configVersion(),
                        context.clock().instant()),
                fingerprint);
    }

    /** The shaped row counts, not what the contract drops; it is written out only if the source's row is suspicious. */
    private static boolean isTooLarge(SourceRow row, ShapedRow.Kept kept) {
        return row.json().length() > MOST_BYTES / 3
                && kept.row().toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }

    private static boolean isLarge(String json) {
        return json.length() > MOST_KEPT_BYTES / 3 && json.getBytes(StandardCharsets.UTF_8).length > MOST_KEPT_BYTES;
    }

    private String key(String rowKey) {
        return rowKey == null || rowKey.length() > LONGEST_KEY ? plan.name() : plan.name() + "|" + rowKey;
    }

    private void tell() {
        context.listener().rowsRead(plan.name(), read - told);
        told = read;
    }
}
