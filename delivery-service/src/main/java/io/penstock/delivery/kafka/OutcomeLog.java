package io.penstock.delivery.kafka;

import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.kafka.HangingTransactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Writes outcomes, dead letters and the offsets they answer for in one Kafka transaction. A producer in doubt is closed
 * and made anew, which settles the transaction it left open: committed or aborted, one of the two. Should the broker
 * forget one, it is aborted ({@link HangingTransactions}).
 *
 * <p>A commit is acknowledged before all partitions are told. Until the next transaction is under way its records are
 * kept, and written again if an abort has taken any back: an outcome may be there twice then, but is there.
 *
 * <p>One thread; every call blocks for at most a few times {@link #PATIENCE}.
 */
public final class OutcomeLog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutcomeLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int BATCH = 256 * 1024;
    private static final int LARGEST_REQUEST = 8 * 1024 * 1024;

    /**
     * The broker refuses the first write of a transaction while it still ends the one before; the usual pause before it
     * is repeated is 100 ms.
     */
    private static final int RETRY_PAUSE_MS = 10;

    private static final int LONGEST_RETRY_PAUSE_MS = 200;

    private final Map<String, Object> settings;
    private final OutcomeBytes bytes = new OutcomeBytes();
    private final RetoldBytes retold = new RetoldBytes();
    private final HangingTransactions hanging;
    private List<ProducerRecord<String, byte[]>> acknowledged = List.of();
    private List<ProducerRecord<String, byte[]>> doubtful = List.of();
    private long takenBackBefore;
    private volatile KafkaProducer<String, byte[]> producer;

    /**
     * @param clientSettings address and security of the broker
     * @param transactionalId stable per worker: a new process with the same id fences the old one
     */
    public OutcomeLog(Map<String, Object> clientSettings, String transactionalId) {
        settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_PAUSE_MS);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, LONGEST_RETRY_PAUSE_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
        hanging = new HangingTransactions(
                clientSettings, transactionalId, List.of(Topics.OUTCOMES.name(), Topics.DEAD_LETTERS.name()));
    }

    /** Whether the broker has accepted this worker's transactional id. */
    public boolean isReady() {
        return producer != null;
    }

    /**
     * Offsets as they are committed, after whatever an earlier transaction left open is settled: until then they cannot
     * be read.
     *
     * @throws KafkaException if the broker cannot be reached, or does not answer; try again later
     */
    Map<TopicPartition, OffsetAndMetadata> committed(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        connect();
        try {
            return consumer.committed(partitions, PATIENCE);
        } catch (TimeoutException e) {
            hanging.suspect();
            throw e;
        }
    }

    /**
     * How often records were or may have been taken back, over the life of this log. If more than before a
     * {@link #write} that failed, some of its records may be gone, whatever the offsets say.
     */
    long takenBack() {
        return hanging.takenBack();
    }

    /**
     * Commits all of it or nothing.
     *
     * @param offsets next offset to read, per partition
     * @param group as it was when these partitions were ours; the broker refuses a later one's past
     * @throws KafkaException if it is not known to be committed: look at the offsets ({@link #committed}) before the
     *     next one, and if they are, say so ({@link #acknowledge})
     */
    void write(
            Collection<LastWord> words, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        connect();
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(words.size());
        doubtful = records;
        transaction(() -> {
            words.forEach(word -> send(word, records));
            producer.sendOffsetsToTransaction(offsets, group);
            // This transaction is under way, hence the one before is over everywhere.
            acknowledged = List.of();
        });
        acknowledge();
        LOG.debugf("committed outcomes=%d", words.size());
    }

    /** What was written last is committed, even if {@link #write} failed. */
    void acknowledge() {
        acknowledged = doubtful;
        doubtful = List.of();
        takenBackBefore = hanging.takenBack();
    }

    private void connect() {
        if (producer == null) {
            KafkaProducer<String, byte[]> fresh =
                    new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
            try {
                fresh.initTransactions();
                producer = fresh;
                hanging.suspect();
            } catch (KafkaException e) {
                fresh.close(CLOSE);
                throw e;
            }
        }
        hanging.end();
        if (hanging.takenBack() > takenBackBefore && !acknowledged.isEmpty()) {
            LOG.warnf("writes again what a transaction wrote that was acknowledged, records=%d", acknowledged.size());
            transaction(() -> acknowledged.forEach(producer::send));
        }
        takenBackBefore = hanging.takenBack();
    }

    private void transaction(Runnable content) {
        try {
            producer.beginTransaction();
            content.run();
            producer.commitTransaction();
        } catch (KafkaException | IllegalStateException e) {
            discard();
            throw e instanceof KafkaException known ? known : new KafkaException(e);
        }
    }

    private void send(LastWord word, Collection<ProducerRecord<String, byte[]>> sent) {
        word.outcome().ifPresent(outcome -> send(Topics.OUTCOMES.name(), word.key(), text(outcome), sent));
        word.deadLetter()
                .map(letter ->
                        Topics.DEAD_LETTERS.valueSerde().serializer().serialize(Topics.DEAD_LETTERS.name(), letter))
                .ifPresent(letter -> send(Topics.DEAD_LETTERS.name(), word.key(), letter, sent));
    }

    private void send(String topic, String key, byte[] value, Collection<ProducerRecord<String, byte[]>> sent) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        sent.add(record);
        producer.send(record);
    }

    private byte[] text(Told told) {
        return switch (told) {
            case Told.Whole(OutcomeV1 outcome) -> bytes.of(outcome);
            case Told.Retold call -> retold.of(call.text(), call.ending());
        };
    }

    private void discard() {
        KafkaProducer<String, byte[]> doubtful = producer;
        producer = null;
        doubtful.close(CLOSE);
    }

    @Override
    public void close() {
        if (producer != null) {
            discard();
        }
    }
}
