package io.penstock.ingest.kafka;

import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Keeps the newest schema changes of every pipeline in memory, as read from the {@code schema-changes} topic from its
 * beginning. One daemon thread reads; look-ups are safe from any thread. A broker that goes away is waited for.
 */
public final class SchemaChangeFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SchemaChangeFollower.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(2);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("schema-change-follower").unstarted(this::follow);
    private final KnownChanges known = new KnownChanges();
    private volatile boolean caughtUp;
    private volatile boolean closed;

    private SchemaChangeFollower(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Starts to read.
     *
     * @param clientSettings at least {@code bootstrap.servers}, and whatever security settings the broker asks for
     */
    public static SchemaChangeFollower start(Map<String, Object> clientSettings) {
        SchemaChangeFollower follower = new SchemaChangeFollower(clientSettings);
        follower.thread.start();
        return follower;
    }

    /** Whether everything that was on the topic when this process started has been read. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Everything kept, by pipeline, of each pipeline oldest first. */
    public List<SchemaChangeV1> changes() {
        return known.all();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (consumer) {
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = Map.of();
            while (!closed) {
                consumer.poll(Duration.ofMillis(500)).forEach(this::take);
                if (!caughtUp) {
                    ends = ends.isEmpty() ? ends(partitions) : ends;
                    caughtUp = reached(ends);
                }
            }
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        } catch (KafkaException e) {
            LOG.errorf(e, "schema changes are not followed any more");
        }
    }

    private List<TopicPartition> partitions() {
        while (!closed) {
            try {
                List<TopicPartition> found =
                        consumer.partitionsFor(Topics.SCHEMA_CHANGES.name(), BROKER_PATIENCE).stream()
                                .map(info -> new TopicPartition(info.topic(), info.partition()))
                                .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            } catch (TimeoutException e) {
                LOG.debug("the broker does not tell the partitions of schema-changes yet");
            }
        }
        return List.of();
    }

    /** Where the partitions end, or nothing while the broker does not say. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try {
            return consumer.endOffsets(partitions, BROKER_PATIENCE);
        } catch (TimeoutException e) {
            return Map.of();
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        try {
            return !ends.isEmpty()
                    && ends.entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey(), BROKER_PATIENCE) >= end.getValue());
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            known.add(Topics.SCHEMA_CHANGES.valueSerde().deserializer().deserialize(record.topic(), record.value()));
        } catch (SerializationException e) {
            LOG.warnf("not a schema change: partition %d, offset %d", record.partition(), record.offset());
        }
    }
}
