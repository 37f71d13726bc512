package io.penstock.transform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes what the script stage made of records, and the offsets of those, in one Kafka transaction. A producer in doubt
 * is closed and made anew, which settles the transaction it left open: committed or aborted, one of the two. One whose
 * place another process has taken is never made anew, or the two would take it from each other for ever.
 *
 * <p>One thread, but for {@link #close()}; every call blocks for at most a few times {@link #PATIENCE}.
 */
public final class ShapedLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** A batch is one request to the broker and one unit of compression: small ones cost it most of its time. */
    private static final int BATCH = 256 * 1024;

    /** The broker refuses the first write while it still ends the transaction before; the usual pause is 100 ms. */
    private static final int RETRY_PAUSE_MS = 10;

    private static final int LONGEST_RETRY_PAUSE_MS = 200;

    private final Map<String, Object> settings = new HashMap<>();
    private volatile KafkaProducer<String, byte[]> producer;
    private ProducerFencedException fenced;

    /**
     * @param bootstrapServers of the brokers; they need not be there yet
     * @param transactionalId stable per replica: a new process with the same id fences the old one
     */
    public ShapedLog(String bootstrapServers, String transactionalId) {
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_PAUSE_MS);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, LONGEST_RETRY_PAUSE_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
    }

    /**
     * Settles whatever an earlier transaction left open. Nothing to do if this log is ready.
     *
     * @throws KafkaException if the broker cannot be reached, try again later; or if another process has taken the
     *     place, for good
     */
    void connect() {
        if (fenced != null) {
            throw fenced;
        }
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
            List<ProducerRecord<String, byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        connect();
        try {
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
        } catch (KafkaException | IllegalStateException e) {
            fenced = fencing(e).or(this::fencedAtAbort).orElse(null);
            discard();
            throw e instanceof KafkaException known ? known : new KafkaException(e);
        }
    }

    private static Optional<ProducerFencedException> fencing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /**
     * A write that comes too late only says that its epoch is wrong; whether for good, the end of the transaction says.
     */
    private Optional<ProducerFencedException> fencedAtAbort() {
        try {
            producer.abortTransaction();
            return Optional.empty();
        } catch (KafkaException | IllegalStateException e) {
            return fencing(e);
        }
    }

    private void discard() {
        KafkaProducer<String, byte[]> doubtful = producer;
        producer = null;
        doubtful.close(CLOSE);
    }

    @Override
    public void close() {
        KafkaProducer<String, byte[]> last = producer;
        if (last != null) {
            last.close(CLOSE);
        }
    }
}
