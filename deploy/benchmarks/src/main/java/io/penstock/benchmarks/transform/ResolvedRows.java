package io.penstock.benchmarks.transform;

import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Rows as identity-service would hand them over, four of each person, of which the second crosses the level of the
 * emit. Sent in one transaction, so that all of them are there before the service sees the first.
 */
final class ResolvedRows implements AutoCloseable {
    private static final int ROWS_PER_PERSON = 4;
    private static final int LONGEST_TRANSACTION_MS = 15 * 60 * 1000;

    private final KafkaProducer<byte[], byte[]> producer;

    /** What is on the topic now, and what must come of it. */
    record Sent(String pipeline, long count, long deliveries) {}

    ResolvedRows(String bootstrap) {
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

    /** Publishes a pipeline and writes rows of it that nobody sees before {@link #release()}. */
    Sent send(String pipeline, RowShape shape, int rows) throws IOException {
        ConfigV1 config = Workload.pipeline(pipeline);
        producer.beginTransaction();
        producer.send(ready(Topics.CONFIG, config.key(), config, pipeline));
        producer.commitTransaction();
        producer.beginTransaction();
        int persons = Math.max(1, rows / ROWS_PER_PERSON);
        for (int round = 0; round < ROWS_PER_PERSON; round++) {
            for (int person = 0; person < persons; person++) {
                ResolvedV1 resolved = row(pipeline, shape, round * persons + person, person, round == 1 ? 0.9 : 0.4);
                producer.send(ready(Topics.RESOLVED, resolved.profileId(), resolved, pipeline));
            }
        }
        producer.flush();
        long count = (long) persons * ROWS_PER_PERSON;
        return new Sent(pipeline, count, count + persons);
    }

    /** Commits; @return when that was, in nanoseconds of {@link System#nanoTime()} */
    long release() {
        long now = System.nanoTime();
        producer.commitTransaction();
        return now;
    }

    private static ResolvedV1 row(String pipeline, RowShape shape, int number, int person, double score) {
        List<IdentifierV1> identifiers = List.of(new IdentifierV1("customerio_id", pipeline + "-" + person));
        RecordV1 record = new RecordV1(
                "benchmark",
                pipeline,
                1,
                pipeline + "|" + number,
                Integer.toString(person),
                Integer.toHexString(number),
                Operation.UPSERT,
                new PositionV1("main.benchmark.rows", 1, 1, null),
                Workload.START.plusMillis(number),
                identifiers,
                shape.row(number, score));
        return new ResolvedV1("prf_" + pipeline + "_" + person, identifiers, 1, record, List.of());
    }

    private static <V> ProducerRecord<byte[], byte[]> ready(Topic<V> topic, String key, V value, String pipeline) {
        ProducerRecord<byte[], byte[]> ready = new ProducerRecord<>(
                topic.name(),
                key.getBytes(StandardCharsets.UTF_8),
                topic.valueSerde().serializer().serialize(topic.name(), value));
        ready.headers().add(new RecordHeader(Headers.PIPELINE, pipeline.getBytes(StandardCharsets.UTF_8)));
        return ready;
    }

    @Override
    public void close() {
        producer.close();
    }
}
