package io.penstock.local;

import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Folds {@code records} of tables whose rows count their own changes: column {@code value} is 0 in a new row and one
 * more after each update. So the records of one key must say 0, 1, 2 … without a hole and without a repeat, and nothing
 * after a deletion. Remembers one number per row, however many records there are. For one thread.
 */
final class CountedRows implements AutoCloseable {
    private static final int MOST_TOLD = 20;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, Map<String, Integer>> rows = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final List<TopicPartition> partitions;

    CountedRows(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                Topics.RECORDS.keySerde().deserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer());
        partitions = consumer.partitionsFor(Topics.RECORDS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes in what is committed by now. */
    CountedRows upToNow() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(Duration.ofMillis(200)).forEach(this::take);
        }
        return this;
    }

    /** Rows of a pipeline that are there, key to value, as far as was read. */
    Map<String, Integer> of(String pipeline) {
        return rows.getOrDefault(pipeline, Map.of());
    }

    /** The first records that did not follow from the one before, if any: pipeline, key and numbers. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    private void take(ConsumerRecord<String, byte[]> found) {
        RecordV1 change = Topics.RECORDS.valueSerde().deserializer().deserialize(found.topic(), found.value());
        Map<String, Integer> known = rows.computeIfAbsent(change.pipeline(), name -> new HashMap<>());
        String name = change.pipeline() + " " + change.rowKey();
        Integer before = known.get(change.rowKey());
        if (change.operation() == Operation.DELETE) {
            if (known.remove(change.rowKey()) == null) {
                tell(name + " was deleted without being there");
            }
            deleted.add(name);
            return;
        }
        int value = change.row().path("value").asInt();
        if (deleted.contains(name)) {
            tell(name + " came back with " + value);
        } else if (value != (before == null ? 0 : before + 1)) {
            tell(name + " went from " + before + " to " + value);
        }
        known.put(change.rowKey(), value);
    }

    private void tell(String violation) {
        if (violations.size() < MOST_TOLD) {
            violations.add(violation);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
