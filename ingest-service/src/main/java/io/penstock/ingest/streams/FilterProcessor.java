package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.ChangeFilter;
import io.penstock.ingest.core.filter.ChangeFilter.Decision;
import io.penstock.ingest.core.filter.ChangeFilter.Seen;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.core.filter.RunName;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Lets a read through if it is news, and does what marks say.
 *
 * <p>A mark is one scan of the pipeline's share of the store within one call; what is remembered of a row is some 100
 * bytes, so a million rows are a matter of seconds.
 */
final class FilterProcessor implements Processor<String, ReadV1, String, Object> {
    private final FilterCounters counters;
    private ProcessorContext<String, Object> context;
    private KeyValueStore<String, Remembered> store;
    private String runId;
    private RunName run;
    private long stampOfRun;
    private Labels labels = new Labels("", 0, new Header[0]);

    private record Labels(String pipeline, long configVersion, Header[] headers) {}

    FilterProcessor(FilterCounters counters) {
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        this.store = context.getStateStore(FilterTopology.STORE);
    }

    @Override
    public void process(Record<String, ReadV1> record) {
        ReadV1 read = record.value();
        if (read == null) {
            return;
        }
        remember(read.runId());
        switch (read.mark()) {
            case null -> row(read, record.timestamp());
            case SWEEP -> sweep(read, record.timestamp());
            case FORGET -> forget(read);
        }
    }

    private void row(ReadV1 read, long timestamp) {
        String key = read.partitionKey();
        Remembered known = store.get(key);
        LastSeen last = known == null ? null : known.row();
        IdentifierV1 person = known == null ? null : known.person();
        if (isPresentOnly(read)) {
            put(key, ChangeFilter.present(last, stamp(read)), person);
            return;
        }
        boolean pinned = read.position().tableVersion() >= 0;
        Decision decision = ChangeFilter.decide(
                last, new Seen(read.rowHash(), read.asOf(), stamp(read), pinned, run.kind() == RunName.Kind.SWEEP));
        counters.count(decision.verdict());
        boolean upserted = decision.verdict() == Verdict.CHANGED && read.operation() == Operation.UPSERT;
        put(key, decision.remember(), upserted ? strongest(read) : person);
        if (decision.verdict() == Verdict.CHANGED) {
            Instant asOf = decision.remember().asOf();
            List<IdentifierV1> identifiers = upserted ? read.identifiers() : lastKnown(person, read.identifiers());
            forward(read, read.rowKey(), read.operation(), identifiers, asOf, timestamp);
        } else if (decision.verdict() == Verdict.DUPLICATE) {
            refuse(read, key, timestamp);
        }
    }

    /** A row that is in the source, but broke the contract: not news, but not gone either. */
    private static boolean isPresentOnly(ReadV1 read) {
        return read.operation() == Operation.UPSERT && read.rowHash() == null;
    }

    private void sweep(ReadV1 mark, long timestamp) {
        long stamp = stamp(mark);
        try (KeyValueIterator<String, Remembered> entries = entries(mark)) {
            while (entries.hasNext()) {
                KeyValue<String, Remembered> entry = entries.next();
                switch (ChangeFilter.sweep(entry.value.row(), stamp, mark.asOf())) {
                    case STAYS -> {}
                    case FORGOTTEN -> store.delete(entry.key);
                    case DELETED -> {
                        Decision gone =
                                ChangeFilter.decide(entry.value.row(), new Seen(null, mark.asOf(), stamp, false, true));
                        counters.count(gone.verdict());
                        put(entry.key, gone.remember(), entry.value.person());
                        String rowKey = entry.key.substring(mark.pipeline().length() + 1);
                        forward(
                                mark,
                                rowKey,
                                Operation.DELETE,
                                lastKnown(entry.value.person(), List.of()),
                                gone.remember().asOf(),
                                timestamp);
                    }
                }
            }
        }
    }

    private void forget(ReadV1 mark) {
        try (KeyValueIterator<String, Remembered> entries = entries(mark)) {
            while (entries.hasNext()) {
                store.delete(entries.next().key);
            }
        }
    }

    private KeyValueIterator<String, Remembered> entries(ReadV1 mark) {
        return store.prefixScan(mark.pipeline() + "|", new StringSerializer());
    }

    private static IdentifierV1 strongest(ReadV1 read) {
        return read.identifiers().isEmpty() ? null : read.identifiers().getFirst();
    }

    /** Whom a row that is gone was about: as it was last sent first, so that it follows that in its partition. */
    private static List<IdentifierV1> lastKnown(IdentifierV1 person, List<IdentifierV1> read) {
        if (person == null) {
            return read;
        }
        List<IdentifierV1> known = new ArrayList<>();
        known.add(person);
        read.stream().filter(one -> !one.type().equals(person.type())).forEach(known::add);
        return known;
    }

    private void forward(
            ReadV1 read,
            String rowKey,
            Operation operation,
            List<IdentifierV1> identifiers,
            Instant asOf,
            long timestamp) {
        boolean gone = operation == Operation.DELETE;
        String version = RowVersion.of(asOf, gone ? null : read.rowHash());
        RecordV1 change = new RecordV1(
                read.workspace(),
                read.pipeline(),
                read.configVersion(),
                read.pipeline() + "|" + rowKey + "|" + version,
                rowKey,
                version,
                operation,
                read.position(),
                asOf,
                identifiers,
                gone ? null : read.row());
        context.forward(new Record<>(change.partitionKey(), change, timestamp, headers(read)), FilterTopology.RECORDS);
    }

    private void refuse(ReadV1 read, String key, long timestamp) {
        DeadLetterV1 letter = new DeadLetterV1(
                "ingest.filter",
                "duplicate_key",
                Category.SOURCE_DATA,
                "another row of this table version has the same key; the first one read stays",
                null,
                -1,
                -1,
                key,
                read.row() == null ? "" : read.row().toString(),
                "json",
                read.pipeline(),
                read.configVersion(),
                Instant.ofEpochMilli(Math.max(0, timestamp)));
        context.forward(new Record<>(key, letter, timestamp, headers(read)), FilterTopology.DEAD_LETTERS);
    }

    /** Made once for rows of one version of a pipeline, which come in long rows; each record has its own list. */
    private RecordHeaders headers(ReadV1 read) {
        if (labels.configVersion() != read.configVersion() || !labels.pipeline().equals(read.pipeline())) {
            labels = new Labels(read.pipeline(), read.configVersion(), new Header[] {
                new RecordHeader(Headers.PIPELINE, read.pipeline().getBytes(StandardCharsets.UTF_8)),
                new RecordHeader(
                        Headers.CONFIG_VERSION,
                        Long.toString(read.configVersion()).getBytes(StandardCharsets.UTF_8))
            });
        }
        return new RecordHeaders(labels.headers());
    }

    private void put(String key, LastSeen seen, IdentifierV1 person) {
        if (seen != null) {
            store.put(key, new Remembered(seen, person));
        }
    }

    /** Rows of one run come in long rows, so its name is hashed once. */
    private void remember(String id) {
        if (!id.equals(runId)) {
            runId = id;
            run = RunName.parse(id);
            stampOfRun = run.stamp(0);
        }
    }

    private long stamp(ReadV1 read) {
        return stampOfRun | version(read) & 0xFFFF_FFFFL;
    }

    /** A change feed hands over several versions of a row in one run, told apart by their commits. */
    private long version(ReadV1 read) {
        return run.kind() == RunName.Kind.FEED
                ? read.position().commitVersion()
                : read.position().tableVersion();
    }
}
