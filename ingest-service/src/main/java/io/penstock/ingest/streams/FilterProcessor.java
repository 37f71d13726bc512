package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.ChangeFilter;
import io.penstock.ingest.core.filter.ChangeFilter.Decision;
import io.penstock.ingest.core.filter.ChangeFilter.Seen;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.rows.RowMessages;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
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
final class FilterProcessor implements Processor<byte[], Arrived, byte[], byte[]> {
    private final FilterCounters counters;
    private final PlainNews news = new PlainNews();
    private final CommitPace pace = new CommitPace();
    private final CurrentRun run = new CurrentRun();
    private final RowMessages messages = new RowMessages();
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<byte[], byte[]> store;
    private FirstSight sight;
    private Labels labels = new Labels("", 0, new Header[0]);

    private record Labels(String pipeline, long configVersion, Header[] headers) {}

    FilterProcessor(FilterCounters counters) {
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(FilterTopology.STORE);
        this.sight = new FirstSight(); // the store may be another one now
        context.schedule(CommitPace.BETWEEN_LOOKS, PunctuationType.WALL_CLOCK_TIME, now -> look());
    }

    private void look() {
        if (pace.look()) {
            context.commit();
        }
    }

    @Override
    public void process(Record<byte[], Arrived> record) {
        pace.took();
        switch (record.value()) {
            case null -> {}
            case PlainRead plain when plain.isNamed(record.key()) -> plain(plain, record.key(), record.timestamp());
            case Arrived other -> take(other.read(), record.timestamp());
        }
    }

    private void take(ReadV1 read, long timestamp) {
        run.is(read.runId());
        switch (read.mark()) {
            case null -> row(read, timestamp);
            case SWEEP -> sweep(read, timestamp);
            case FORGET -> forget(read);
        }
    }

    /** A row of which nothing is remembered is news whatever it holds, and its record is made of its bytes. */
    private void plain(PlainRead read, byte[] key, long timestamp) {
        String pipeline = read.run().pipeline();
        if (!sight.isNew(pipeline, key, this::hasRows) && store.get(key) != null) {
            take(read.read(), timestamp);
            return;
        }
        run.is(read.run().runId());
        counters.count(Verdict.CHANGED);
        put(pipeline, key, news.remembered(read, run.stamp(read.tableVersion(), read.commitVersion())));
        RecordHeaders headers = headers(pipeline, read.run().configVersion());
        context.forward(
                new Record<>(news.key(read, key), news.record(read), timestamp, headers), FilterTopology.RECORDS);
    }

    private void row(ReadV1 read, long timestamp) {
        byte[] key = bytes(read.partitionKey());
        Remembered known = known(key);
        LastSeen last = known == null ? null : known.row();
        IdentifierV1 person = known == null ? null : known.person();
        if (isPresentOnly(read)) {
            put(read.pipeline(), key, ChangeFilter.present(last, stamp(read)), person);
            return;
        }
        boolean pinned = read.position().tableVersion() >= 0;
        Decision decision =
                ChangeFilter.decide(last, new Seen(read.rowHash(), read.asOf(), stamp(read), pinned, run.sweeps()));
        counters.count(decision.verdict());
        boolean upserted = decision.verdict() == Verdict.CHANGED && read.operation() == Operation.UPSERT;
        put(read.pipeline(), key, decision.remember(), upserted ? strongest(read) : person);
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
        try (KeyValueIterator<byte[], byte[]> entries = entries(mark.pipeline())) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                Remembered known = RememberedBytes.read(entry.value);
                switch (ChangeFilter.sweep(known.row(), stamp, mark.asOf())) {
                    case STAYS -> {}
                    case FORGOTTEN -> store.delete(entry.key);
                    case DELETED -> {
                        Decision gone =
                                ChangeFilter.decide(known.row(), new Seen(null, mark.asOf(), stamp, false, true));
                        counters.count(gone.verdict());
                        put(mark.pipeline(), entry.key, gone.remember(), known.person());
                        String rowKey =
                                text(entry.key).substring(mark.pipeline().length() + 1);
                        forward(
                                mark,
                                rowKey,
                                Operation.DELETE,
                                lastKnown(known.person(), List.of()),
                                gone.remember().asOf(),
                                timestamp);
                    }
                }
            }
        }
    }

    private void forget(ReadV1 mark) {
        try (KeyValueIterator<byte[], byte[]> entries = entries(mark.pipeline())) {
            while (entries.hasNext()) {
                store.delete(entries.next().key);
            }
        }
        sight.forget(mark.pipeline());
    }

    private boolean hasRows(String pipeline) {
        try (KeyValueIterator<byte[], byte[]> entries = entries(pipeline)) {
            return entries.hasNext();
        }
    }

    private KeyValueIterator<byte[], byte[]> entries(String pipeline) {
        return store.prefixScan(pipeline + "|", new StringSerializer());
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
        context.forward(
                new Record<>(bytes(change.partitionKey()), messages.write(change), timestamp, headers(read)),
                FilterTopology.RECORDS);
    }

    private void refuse(ReadV1 read, byte[] key, long timestamp) {
        DeadLetterV1 letter = new DeadLetterV1(
                "ingest.filter",
                "duplicate_key",
                Category.SOURCE_DATA,
                "another row of this table version has the same key; the first one read stays",
                null,
                -1,
                -1,
                text(key),
                read.row() == null ? "" : read.row().toString(),
                "json",
                read.pipeline(),
                read.configVersion(),
                Instant.ofEpochMilli(Math.max(0, timestamp)));
        byte[] value = Topics.DEAD_LETTERS.valueSerde().serializer().serialize(Topics.DEAD_LETTERS.name(), letter);
        context.forward(new Record<>(key, value, timestamp, headers(read)), FilterTopology.DEAD_LETTERS);
    }

    private RecordHeaders headers(ReadV1 read) {
        return headers(read.pipeline(), read.configVersion());
    }

    /** Made once for rows of one version of a pipeline, which come in long rows; each record has its own list. */
    private RecordHeaders headers(String pipeline, long configVersion) {
        if (labels.configVersion() != configVersion || !labels.pipeline().equals(pipeline)) {
            labels = new Labels(pipeline, configVersion, new Header[] {
                new RecordHeader(Headers.PIPELINE, bytes(pipeline)),
                new RecordHeader(Headers.CONFIG_VERSION, bytes(Long.toString(configVersion)))
            });
        }
        return new RecordHeaders(labels.headers());
    }

    private Remembered known(byte[] key) {
        byte[] known = store.get(key);
        return known == null ? null : RememberedBytes.read(known);
    }

    private void put(String pipeline, byte[] key, LastSeen seen, IdentifierV1 person) {
        if (seen != null) {
            put(pipeline, key, RememberedBytes.write(new Remembered(seen, person)));
        }
    }

    private void put(String pipeline, byte[] key, byte[] remembered) {
        store.put(key, remembered);
        sight.put(pipeline, key);
    }

    private long stamp(ReadV1 read) {
        return run.stamp(read.position().tableVersion(), read.position().commitVersion());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
