package io.penstock.benchmarks.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.Output;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A story as records on {@code records}. Sent in one transaction, so that all of them are there, written and
 * compressed, before the service sees the first.
 */
final class Records implements AutoCloseable {
    static final String WORKSPACE = "benchmark";

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final int LONGEST_TRANSACTION_MS = 15 * 60 * 1000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Row row;
    private final Resolver resolver = new Resolver(new ProfileIds("a secret of the benchmark"));
    private final HeapIdentityStore folded = new HeapIdentityStore();
    private long sent;

    /** What a record says besides its identifiers. */
    enum Row {
        /** Six scalars, of which one is new each time, so each record makes a version of a profile. */
        TRAITS,
        /** Nothing: an observation, as the reference of identity counts them. */
        EMPTY
    }

    /**
     * What is on the topic now, and what the fold of the same story says of it.
     *
     * @param resolved records that name somebody
     * @param changing records that changed who is who
     */
    record Sent(String pipeline, long count, long resolved, long changing) {
        double known() {
            return 1 - (double) changing / count;
        }
    }

    Records(String bootstrap, Row row) {
        this.row = row;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "transactional.id",
                        "benchmark",
                        "transaction.timeout.ms",
                        LONGEST_TRANSACTION_MS,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        128 * 1024,
                        "linger.ms",
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Writes records that nobody sees before {@link #release()}. */
    Sent send(String pipeline, Story story, long count) {
        producer.beginTransaction();
        long resolved = 0;
        long changing = 0;
        for (long i = 0; i < count; i++) {
            List<Identifier> identifiers = story.next();
            List<Output> outputs = fold(identifiers);
            boolean named = outputs.stream().anyMatch(Output.Event.class::isInstance);
            resolved += named ? 1 : 0;
            changing += named && outputs.size() > 1 ? 1 : 0;
            producer.send(record(pipeline, identifiers));
        }
        producer.flush();
        return new Sent(pipeline, count, resolved, changing);
    }

    /**
     * As {@link #send}, of a story in which every record is of somebody new: nothing has to be folded, nor kept in the
     * memory of this process.
     */
    Sent sendStrangers(String pipeline, Story story, long count) {
        producer.beginTransaction();
        for (long i = 0; i < count; i++) {
            producer.send(record(pipeline, story.next()));
        }
        producer.flush();
        return new Sent(pipeline, count, count, count);
    }

    /** Commits; @return when that was, in nanoseconds of {@link System#nanoTime()} */
    long release() {
        long now = System.nanoTime();
        producer.commitTransaction();
        return now;
    }

    private List<Output> fold(List<Identifier> identifiers) {
        return resolver.step(
                folded,
                new LogEntry.Observe(WORKSPACE, sent, START, new Observation("r" + sent, "p", START, identifiers)));
    }

    private ProducerRecord<byte[], byte[]> record(String pipeline, List<Identifier> identifiers) {
        long number = sent++;
        RecordV1 record = new RecordV1(
                WORKSPACE,
                pipeline,
                1,
                pipeline + "|" + number,
                Long.toString(number),
                Long.toHexString(number),
                Operation.UPSERT,
                new PositionV1("main.benchmark.people", 1, 1, null),
                START.plusMillis(number),
                identifiers.stream()
                        .map(one -> new IdentifierV1(one.type(), one.value()))
                        .toList(),
                row == Row.TRAITS ? traits(number) : JsonNodeFactory.instance.objectNode());
        ProducerRecord<byte[], byte[]> ready = new ProducerRecord<>(
                Topics.RECORDS.name(),
                record.partitionKey().getBytes(StandardCharsets.UTF_8),
                Topics.RECORDS.valueSerde().serializer().serialize(Topics.RECORDS.name(), record));
        ready.headers().add(new RecordHeader(Headers.PIPELINE, pipeline.getBytes(StandardCharsets.UTF_8)));
        return ready;
    }

    private static ObjectNode traits(long number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("number", number)
                .put("plan", "pro")
                .put("country", "AT")
                .put("active", true)
                .put("tenure", 31)
                .put("balance", 128.25);
    }

    @Override
    public void close() {
        producer.close();
    }
}
