package io.penstock.ingest.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.ingest.core.change.ColumnChange;
import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.run.RunListener;
import io.penstock.ingest.streams.FilterCounters;
import io.penstock.schemas.kafka.TransactionWatch;
import java.time.Duration;
import java.util.Locale;

/** Meters {@code penstock.ingest.*}. Labels are pipelines and codes, never anything from a row. */
final class IngestMetrics implements RunListener {
    private final MeterRegistry meters;

    IngestMetrics(MeterRegistry meters, FilterCounters filter) {
        this.meters = meters;
        for (Verdict verdict : Verdict.values()) {
            FunctionCounter.builder("penstock.ingest.filter.reads", filter, counters -> counters.of(verdict))
                    .tag("verdict", label(verdict))
                    .register(meters);
        }
    }

    /** Counts what the watch aborts, from the start of this process. */
    void watch(TransactionWatch transactions) {
        FunctionCounter.builder("penstock.ingest.filter.transactions.aborted", transactions, TransactionWatch::aborted)
                .description("partitions in which a transaction was aborted that the broker had forgotten")
                .register(meters);
    }

    @Override
    public void rowsRead(String pipeline, long rows) {
        meters.counter("penstock.ingest.rows.read", "pipeline", pipeline).increment(rows);
    }

    @Override
    public void quarantined(String pipeline, Violation.Code code) {
        meters.counter("penstock.ingest.rows.quarantined", "pipeline", pipeline, "code", code.label())
                .increment();
    }

    @Override
    public void noted(String pipeline, Mapped.Note note) {
        meters.counter("penstock.ingest.values.noted", "pipeline", pipeline, "note", label(note))
                .increment();
    }

    @Override
    public void schemaChange(String pipeline, ColumnChange.Kind kind) {
        meters.counter("penstock.ingest.schema.changes", "pipeline", pipeline, "change", label(kind))
                .increment();
    }

    @Override
    public void rebaselined(String pipeline) {
        meters.counter("penstock.ingest.rebaselines", "pipeline", pipeline).increment();
    }

    @Override
    public void runEnded(String pipeline, String outcome, Duration took) {
        meters.timer("penstock.ingest.runs", "pipeline", pipeline, "outcome", outcome)
                .record(took);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
