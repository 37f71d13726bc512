package io.penstock.identity.streams;

import io.penstock.identity.core.LogEntry;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/** The identity log of a workspace, read from outside: only what is committed, up to where it ended at the start. */
public final class IdentityLog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private IdentityLog() {}

    /**
     * What was read of it.
     *
     * @param firstOffset oldest the log still holds, whosever it is; what was before was deleted
     * @param firstAt time stamp of the first entry of the workspace; null if there is none
     * @param end offset behind the last
     * @param entries those of the workspace
     * @param unreadable entries that are dead letters for the service too, of any workspace
     */
    public record Held(long firstOffset, Instant firstAt, long end, long entries, long unreadable) {}

    /**
     * Hands over every entry of a workspace in order.
     *
     * @param progress called after each batch with the offset reached
     * @throws KafkaException if the broker does not answer within 20 seconds
     */
    public static Held read(
            Map<String, Object> clientSettings, String workspace, Consumer<LogEntry> entries, LongConsumer progress) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("default.api.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topics.IDENTITY_LOG.name();
            int partitions = consumer.partitionsFor(topic).size();
            byte[] key = workspace.getBytes(StandardCharsets.UTF_8);
            TopicPartition log = new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
            consumer.assign(List.of(log));
            consumer.seekToBeginning(List.of(log));
            long first = consumer.position(log);
            long end = consumer.endOffsets(List.of(log)).get(log);
            Reading reading = new Reading(workspace, entries);
            while (consumer.position(log) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end) {
                        reading.take(record);
                    }
                }
                progress.accept(Math.min(end, consumer.position(log)));
            }
            return new Held(first, reading.firstAt, end, reading.count, reading.unreadable);
        }
    }

    private static final class Reading {
        private final String workspace;
        private final Consumer<LogEntry> entries;
        private Instant firstAt;
        private long count;
        private long unreadable;

        private Reading(String workspace, Consumer<LogEntry> entries) {
            this.workspace = workspace;
            this.entries = entries;
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            Instant at = Instant.ofEpochMilli(record.timestamp());
            LogEntry entry;
            try {
                Frames.Logged logged = Frames.readsLog().deserialize(record.topic(), record.value());
                if (logged == null || !logged.entry().workspace().equals(workspace)) {
                    return;
                }
                entry = Wire.entry(logged, record.offset(), at);
            } catch (SerializationException | IllegalArgumentException | NullPointerException e) {
                unreadable++;
                return;
            }
            firstAt = firstAt == null ? at : firstAt;
            count++;
            entries.accept(entry);
        }
    }
}
