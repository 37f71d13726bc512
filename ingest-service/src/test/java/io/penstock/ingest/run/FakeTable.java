package io.penstock.ingest.run;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A table in memory with versions, commit times and a watermark column. Rows are appended, never changed. */
public final class FakeTable {
    private static final Instant FIRST_COMMIT = Instant.parse("2026-03-01T00:00:00Z");

    public final SequencedMap<String, String> columns = new LinkedHashMap<>();
    /** Every range read so far. */
    public final List<ReadRange> ranges = new CopyOnWriteArrayList<>();
    /** Rows after which a read fails, or -1. */
    public volatile int dieAfter = -1;

    private final List<Row> rows = new ArrayList<>();
    private long version;

    private record Row(String json, long version, Instant watermark) {}

    public FakeTable(String... namesAndTypes) {
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
    }

    /** One commit. {@code watermark} is the value its rows have in their watermark column, or null. */
    public synchronized void commit(Instant watermark, String... jsons) {
        version++;
        for (String json : jsons) {
            rows.add(new Row(json, version, watermark));
        }
    }

    public synchronized void retype(String column, String type) {
        version++;
        columns.put(column, type);
    }

    public synchronized void rename(String from, String to) {
        version++;
        columns.put(to, columns.remove(from));
        rows.replaceAll(
                row -> new Row(row.json().replace('"' + from + '"', '"' + to + '"'), row.version(), row.watermark()));
    }

    public RecordSource open() {
        return new Source();
    }

    private synchronized List<Row> matching(ReadRange range) {
        ranges.add(range);
        return rows.stream()
                .filter(row -> switch (range) {
                    case ReadRange.ByRowVersion by -> row.version() > by.after();
                    case ReadRange.ByWatermark by ->
                        by.from() == null
                                || (row.watermark() != null && !row.watermark().isBefore(by.from()));
                })
                .toList();
    }

    private final class Source implements RecordSource {
        @Override
        public Head head() {
            synchronized (FakeTable.this) {
                return new Head(version, FIRST_COMMIT.plusSeconds(version));
            }
        }

        @Override
        public SequencedMap<String, String> columns(Head head) {
            synchronized (FakeTable.this) {
                return new LinkedHashMap<>(columns);
            }
        }

        @Override
        public void read(ReadRange range, RowSink sink) throws SourceException {
            int read = 0;
            for (Row row : matching(range)) {
                if (read++ == dieAfter) {
                    throw new SourceException(Fault.UNAVAILABLE, "the connection broke");
                }
                sink.accept(new SourceRow(row.json(), row.version(), FIRST_COMMIT.plusSeconds(row.version())));
            }
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
