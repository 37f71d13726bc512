package io.penstock.delivery.kafka;

import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Writes outcomes, dead letters and the offsets they answer for in one Kafka transaction, and tries until it has done
 * so or the batch is no longer ours.
 *
 * <p>A transaction of our own instead of {@code KafkaTransactions.withTransaction}: that one (SmallRye 4.33.0) reports
 * success when a commit failed and the abort after it succeeded, and it rewinds the consumer behind batches it has
 * already queued; both would lose outcomes. One thread; a producer in doubt is closed and made anew, which settles the
 * transaction it left open.
 */
public final class OutcomeLog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutcomeLog.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outcome-log").factory());
    private final AtomicBoolean ready = new AtomicBoolean();
    private KafkaProducer<String, byte[]> producer;

    /**
     * @param clientSettings address and security of the broker
     * @param transactionalId stable per worker: a new process with the same id fences the old one
     */
    public OutcomeLog(Map<String, Object> clientSettings, String transactionalId) {
        settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        thread.execute(this::connect);
    }

    /** Whether the broker has accepted this worker's transactional id. */
    public boolean isReady() {
        return ready.get();
    }

    /**
     * Commits.
     *
     * @param offsets next offset to read, per partition
     * @return true when committed; false when the group gave its partitions out anew: whoever has these now reads them
     *     again
     */
    CompletionStage<Boolean> commit(
            List<LastWord> words, Map<TopicPartition, OffsetAndMetadata> offsets, GroupMembership membership) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        thread.execute(() -> attempt(new Work(words, offsets, membership, done), 1));
        return done;
    }

    @Override
    public void close() {
        thread.execute(this::discard);
        thread.shutdown();
    }

    private record Work(
            List<LastWord> words,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            GroupMembership membership,
            CompletableFuture<Boolean> done) {}

    private void attempt(Work work, int number) {
        try {
            // Settles what the last attempt left open: until then the group's next owner cannot read its offsets.
            connect();
            Optional<ConsumerGroupMetadata> group = work.membership.current();
            if (group.isEmpty()) {
                work.done.complete(false);
                return;
            }
            // A commit whose answer was lost may have happened: never write the same outcomes twice.
            if (number == 1 || !committedBefore(work)) {
                write(work, group.get());
            }
            work.done.complete(true);
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf(
                    "transaction failed, attempt=%d reason=%s",
                    number, e.getClass().getSimpleName());
            discard();
            long pause = Math.min(LONGEST_PAUSE.toMillis(), 100L << Math.min(number, 10));
            thread.schedule(() -> attempt(work, number + 1), pause, TimeUnit.MILLISECONDS);
        }
    }

    private boolean committedBefore(Work work) {
        return work.membership.committed(work.offsets.keySet()).equals(positions(work.offsets));
    }

    private static Map<TopicPartition, Long> positions(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        offsets.forEach((partition, offset) -> positions.put(partition, offset.offset()));
        return positions;
    }

    private void write(Work work, ConsumerGroupMetadata group) {
        if (producer == null) {
            throw new IllegalStateException("no connection to the broker");
        }
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = work.words.stream()
                .flatMap(word -> Stream.concat(
                        word.outcome().map(outcome -> record(Topics.OUTCOMES, word.key(), outcome)).stream(),
                        word.deadLetter().map(letter -> record(Topics.DEAD_LETTERS, word.key(), letter)).stream()))
                .map(producer::send)
                .toList();
        producer.sendOffsetsToTransaction(work.offsets, group);
        producer.commitTransaction();
        LOG.debugf("committed records=%d", sent.size());
    }

    private static <V> ProducerRecord<String, byte[]> record(Topic<V> topic, String key, V value) {
        return new ProducerRecord<>(
                topic.name(), key, topic.valueSerde().serializer().serialize(topic.name(), value));
    }

    private void connect() {
        if (producer != null) {
            return;
        }
        KafkaProducer<String, byte[]> fresh =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            fresh.initTransactions();
            producer = fresh;
            ready.set(true);
        } catch (KafkaException e) {
            fresh.close(CLOSE);
            LOG.warnf(
                    "broker not ready for transactions, reason=%s", e.getClass().getSimpleName());
            if (!ready.get()) {
                thread.schedule(this::connect, LONGEST_PAUSE.toMillis() / 10, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void discard() {
        if (producer != null) {
            producer.close(CLOSE);
            producer = null;
        }
    }
}
