package io.penstock.delivery.kafka;

import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Writes outcomes, dead letters and the offsets they answer for in one Kafka transaction. A producer in doubt is closed
 * and made anew, which settles the transaction it left open: committed or aborted, one of the two.
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
    }

    /** Whether the broker has accepted this worker's transactional id. */
    public boolean isReady() {
        return producer != null;
    }

    /**
     * Settles whatever an earlier transaction left open. Nothing to do if this log is ready.
     *
     * @throws KafkaException if the broker cannot be reached; try again later
     */
    void connect() {
        if (producer != null) {
            return;
        }
        KafkaProducer<String, byte[]> fresh =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            fresh.initTransactions();
            producer = fresh;
        } catch (KafkaException e) {
            fresh.close(CLOSE);
            throw e;
        }
    }

    /**
     * Commits all of it or nothing.
     *
     * @param offsets next offset to read, per partition
     * @param group as it was when these partitions were ours; the broker refuses a later one's past
     * @throws KafkaException if it is not known to be committed: {@link #connect} again, then look at the offsets
     */
    void write(
            Collection<LastWord> words, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        connect();
        try {
            producer.beginTransaction();
            words.forEach(this::send);
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
            LOG.debugf("committed outcomes=%d", words.size());
        } catch (KafkaException | IllegalStateException e) {
            discard();
            throw e instanceof KafkaException known ? known : new KafkaException(e);
        }
    }

    private void send(LastWord word) {
        word.outcome()
                .ifPresent(outcome ->
                        producer.send(new ProducerRecord<>(Topics.OUTCOMES.name(), word.key(), text(outcome))));
        word.deadLetter()
                .ifPresent(letter -> producer.send(new ProducerRecord<>(
                        Topics.DEAD_LETTERS.name(),
                        word.key(),
                        Topics.DEAD_LETTERS.valueSerde().serializer().serialize(Topics.DEAD_LETTERS.name(), letter))));
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
