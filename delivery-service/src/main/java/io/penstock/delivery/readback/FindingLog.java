package io.penstock.delivery.readback;

import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Writes findings to the outcomes topic. The position of an activity log is the metadata of an offset that a group of
 * the log's own commits in the transaction of the findings; a transactional id of the log's own fences who worked it
 * off before.
 */
public final class FindingLog implements Findings, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FindingLog.class);
    private static final String NAME = "penstock-delivery-activities-";
    private static final TopicPartition PLACE = new TopicPartition(Topics.OUTCOMES.name(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final Map<String, Log> logs = new HashMap<>();
    private KafkaProducer<String, byte[]> plain;

    private record Log(KafkaProducer<String, byte[]> producer, ConsumerGroupMetadata group) {}

    /** @param clientSettings address and security of the broker */
    public FindingLog(Map<String, Object> clientSettings) {
        settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
    }

    @Override
    public void say(OutcomeV1 finding) {
        if (plain == null) {
            plain = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        }
        plain.send(record(finding), (written, fault) -> {
            if (fault != null) {
                LOG.warnf(
                        "finding not written, deliveryId=%s reason=%s",
                        finding.deliveryId(), fault.getClass().getSimpleName());
            }
        });
    }

    @Override
    public Optional<ActivityPosition> takeOver(String connection) {
        leave(connection);
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NAME + connection);
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(own, new StringSerializer(), new ByteArraySerializer());
        try (KafkaConsumer<byte[], byte[]> group = group(connection)) {
            producer.initTransactions();
            OffsetAndMetadata committed =
                    group.committed(Set.of(PLACE), PATIENCE).get(PLACE);
            logs.put(connection, new Log(producer, group.groupMetadata()));
            return Optional.ofNullable(committed)
                    .map(OffsetAndMetadata::metadata)
                    .map(ActivityPosition::decode);
        } catch (KafkaException e) {
            producer.close(CLOSE);
            throw e;
        }
    }

    /** It never reads: the group is there for its offset. */
    private KafkaConsumer<byte[], byte[]> group(String connection) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ConsumerConfig.GROUP_ID_CONFIG, NAME + connection);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Waits for a transaction of the former reader that is still being ended.
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void write(String connection, List<OutcomeV1> findings, ActivityPosition position) {
        Log log = logs.get(connection);
        if (log == null) {
            throw new KafkaException("somebody else works this activity log off");
        }
        try {
            log.producer().beginTransaction();
            findings.forEach(finding -> log.producer().send(record(finding)));
            log.producer()
                    .sendOffsetsToTransaction(Map.of(PLACE, new OffsetAndMetadata(0, position.encode())), log.group());
            log.producer().commitTransaction();
        } catch (KafkaException | IllegalStateException e) {
            leave(connection);
            throw e instanceof KafkaException known ? known : new KafkaException(e);
        }
    }

    private static ProducerRecord<String, byte[]> record(OutcomeV1 finding) {
        byte[] value = Topics.OUTCOMES.valueSerde().serializer().serialize(Topics.OUTCOMES.name(), finding);
        return new ProducerRecord<>(Topics.OUTCOMES.name(), finding.profileId(), value);
    }

    @Override
    public void leave(String connection) {
        Log log = logs.remove(connection);
        if (log != null) {
            log.producer().close(CLOSE);
        }
    }

    /** After the thread that writes has ended. */
    @Override
    public void close() {
        List.copyOf(logs.keySet()).forEach(this::leave);
        if (plain != null) {
            plain.close(CLOSE);
        }
    }
}
