package io.penstock.ingest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.core.filter.RunName;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.RecordSource.RowSink;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.core.read.WatermarkSeen;
import io.penstock.ingest.rows.RowShaper;
import io.penstock.ingest.rows.ShapedRow;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
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
    private final ChunkWriter chunks;
    private final RunContext context;
    private final Start start;
    private final WatermarkSeen watermark;
    private long read;
    private long present;
    private long quarantined;
    private long malformed;
    private long told;

    /**
     * What is the same for every row.
     *
     * @param watermark the last run's, or null
     * @param at as-of time of rows whose source tells no time at all
     */
    record Start(RunName run, Head head, Instant watermark, Instant at) {}

    RowWriter(PipelinePlan plan, ChunkWriter chunks, RunContext context, Start start) {
        this.plan = plan;
        this.chunks = chunks;
        this.context = context;
        this.start = start;
        this.watermark = new WatermarkSeen(start.watermark());
    }

    /** Takes the rows of a state, or of what is gone from one. */
    RowSink rows(RowShaper shaper) {
        return row -> {
            count();
            if (row.deleted()) {
                gone(row, shaper.shapeGone(row.json()));
            } else {
                row(row, shaper.shape(row.json()));
            }
        };
    }

    /** Takes the rows of a change feed; {@code commits} is to be ended after the last one. */
    RowSink feed(RowShaper shaper, FeedCommits commits) {
        return row -> {
            count();
            commits.at(row.commitVersion());
            if (!row.deleted()) {
                ShapedRow shaped = shaper.shape(row.json());
                if (key(shaped) != null) {
                    commits.written(key(shaped));
                }
                row(row, shaped);
                return;
            }
            ShapedRow shaped = shaper.shapeGone(row.json());
            if (key(shaped) == null) {
                gone(row, shaped);
            } else {
                commits.deleted(key(shaped), () -> gone(row, shaped));
            }
        };
    }

    /** Tells the listener of rows not told yet. */
    void tell() {
        context.listener().rowsRead(plan.name(), read - told);
        told = read;
    }

    /** Highest watermark seen, this run and before; null in other modes. */
    Instant watermark() {
        return watermark.highest();
    }

    long read() {
        return read;
    }

    /** Of these, rows that are in the source. */
    long present() {
        return present;
    }

    long quarantined() {
        return quarantined;
    }

    /** Rows of which not even the key could be read. */
    long malformed() {
        return malformed;
    }

    private void count() {
        read++;
        if (read - told >= context.limits().rows()) {
            tell();
        }
    }

    private void row(SourceRow row, ShapedRow shaped) throws SourceException {
        present++;
        watermark.saw(shaped.watermark());
        switch (shaped) {
            case ShapedRow.Kept kept
            when kept.row().length() > MOST_BYTES ->
                quarantine(
                        row,
                        new ShapedRow.Quarantined(
                                kept.rowKey(), new Violation(Violation.Code.ROW_TOO_LARGE, null), kept.watermark()));
            case ShapedRow.Kept kept -> keep(row, kept);
            case ShapedRow.Quarantined refused -> quarantine(row, refused);
            case ShapedRow.Gone _ -> throw new IllegalStateException("a row that is there was shaped as gone");
        }
    }

    private void gone(SourceRow row, ShapedRow shaped) throws SourceException {
        switch (shaped) {
            case ShapedRow.Gone gone ->
                chunks.read(
                        read(row, gone.rowKey(), Operation.DELETE, null, gone.identifiers(), null, null),
                        row.json().length());
            case ShapedRow.Quarantined refused -> quarantine(row, refused);
            case ShapedRow.Kept _ -> throw new IllegalStateException("a row that is gone was shaped as being there");
        }
    }

    private static String key(ShapedRow shaped) {
        return switch (shaped) {
            case ShapedRow.Kept kept -> kept.rowKey();
            case ShapedRow.Quarantined refused -> refused.rowKey();
            case ShapedRow.Gone gone -> gone.rowKey();
        };
    }

    private void keep(SourceRow row, ShapedRow.Kept kept) throws SourceException {
        kept.notes().forEach(note -> context.listener().noted(plan.name(), note.note()));
        chunks.read(
                read(
                        row,
                        kept.rowKey(),
                        Operation.UPSERT,
                        kept.watermark(),
                        kept.identifiers(),
                        kept.row(),
                        kept.hash()),
                row.json().length());
    }

    private ReadV1 read(
            SourceRow row,
            String rowKey,
            Operation operation,
            Instant watermark,
            List<IdentifierV1> identifiers,
            ObjectNode shape,
            String hash) {
        return new ReadV1(
                plan.workspace(),
                plan.name(),
                plan.configVersion(),
                start.run().runId(),
                rowKey,
                operation,
                new PositionV1(plan.sourceName(), start.head().version(), row.commitVersion(), watermark),
                asOf(row, watermark),
                identifiers,
                shape,
                hash,
                null);
    }

    /** The source's own word first, then its commit's time; our clock only for a query that tells neither. */
    private Instant asOf(SourceRow row, Instant watermark) {
        if (watermark != null) {
            return watermark;
        }
        return row.committedAt() != null ? row.committedAt() : start.at();
    }

    private void quarantine(SourceRow row, ShapedRow.Quarantined refused) throws SourceException {
        quarantined++;
        Violation violation = refused.violation();
        malformed += violation.code() == Violation.Code.MALFORMED_ROW ? 1 : 0;
        context.listener().quarantined(plan.name(), violation.code());
        if (start.run().kind() == RunName.Kind.SWEEP && isKey(refused.rowKey())) {
            // It is in the source, so the sweep must not take it for gone.
            chunks.read(read(row, refused.rowKey(), Operation.UPSERT, refused.watermark(), List.of(), null, null), 0);
        }
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
                        isKey(refused.rowKey()) ? plan.name() + "|" + refused.rowKey() : plan.name(),
                        isLarge(json) ? "" : json,
                        "json",
                        plan.name(),
                        plan.configVersion(),
                        context.clock().instant()),
                fingerprint);
    }

    private static boolean isLarge(String json) {
        return json.length() > MOST_KEPT_BYTES / 3 && json.getBytes(StandardCharsets.UTF_8).length > MOST_KEPT_BYTES;
    }

    private static boolean isKey(String rowKey) {
        return rowKey != null && rowKey.length() <= LONGEST_KEY;
    }
}
