package io.penstock.control.kafka;

import io.penstock.control.core.Key;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Published;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** What the config topic holds at this moment, read from its beginning to its end. */
final class ConfigHistory {
    private static final Logger LOG = Logger.getLogger(ConfigHistory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ONE_ANSWER_MS = 5_000;

    private final Map<String, Object> clientSettings;
    private final Map<Key, Published> newest = new TreeMap<>();

    ConfigHistory(Map<String, Object> clientSettings) {
        this.clientSettings = clientSettings;
    }

    /**
     * Reads once.
     *
     * @throws TimeoutException if the broker does not give all of it in time
     */
    Map<Key, Published> read() {
        TopicPartition partition = new TopicPartition(Topics.CONFIG.name(), 0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("no end of " + partition + " within " + PATIENCE);
                }
            }
        }
        return newest;
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        if (entry.value() == null) {
            // The number stays taken: records that name it may still be under way.
            newest.computeIfPresent(
                    key(entry.key()),
                    (key, last) -> new Published(last.workspace(), last.version(), last.hash(), false));
            return;
        }
        try {
            ConfigV1 config = Topics.CONFIG.valueSerde().deserializer().deserialize(entry.topic(), entry.value());
            newest.put(
                    new Key(Kind.valueOf(config.kind().name()), config.name()),
                    new Published(config.workspace(), config.version(), config.hash(), true));
        } catch (SerializationException e) {
            LOG.warnf("skipped what is no configuration: topic=%s offset=%d", entry.topic(), entry.offset());
        }
    }

    private static Key key(String text) {
        int slash = text.indexOf('/');
        String kind = text.substring(0, Math.max(slash, 0));
        for (Kind known : Kind.values()) {
            if (known.word().equals(kind)) {
                return new Key(known, text.substring(slash + 1));
            }
        }
        return new Key(Kind.PROJECT, text);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ONE_ANSWER_MS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ONE_ANSWER_MS);
        return settings;
    }
}
