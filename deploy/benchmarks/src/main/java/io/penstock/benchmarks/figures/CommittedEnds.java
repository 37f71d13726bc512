package io.penstock.benchmarks.figures;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Notes when a reader of committed records could first have seen each offset of a topic, without reading the records:
 * asks for the committed ends every 20 ms, which costs next to nothing beside what is measured.
 */
public final class CommittedEnds implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, NavigableMap<Long, Long>> seen = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::look);
    private volatile boolean closed;

    public CommittedEnds(String bootstrap, String topic) {
        this.topic = topic;
        this.consumer = consumer(bootstrap);
        thread.start();
    }

    /**
     * When every one of these offsets had become visible, in nanoseconds of {@link System#nanoTime()}; empty if one has
     * not yet.
     */
    public Optional<Long> visibleSince(Map<TopicPartition, Long> offsets) {
        long latest = Long.MIN_VALUE;
        for (var offset : offsets.entrySet()) {
            NavigableMap<Long, Long> ends = seen.getOrDefault(offset.getKey(), new TreeMap<>());
            Map.Entry<Long, Long> first = ends.higherEntry(offset.getValue());
            if (first == null) {
                return Optional.empty();
            }
            latest = Math.max(latest, first.getValue());
        }
        return Optional.of(latest);
    }

    /** What is visible by now: the ends of all partitions together. */
    public long total() {
        return seen.values().stream()
                .mapToLong(ends -> ends.isEmpty() ? 0 : ends.lastKey())
                .sum();
    }

    private void look() {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            while (!closed) {
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                long now = System.nanoTime();
                ends.forEach(
                        (partition, end) -> seen.computeIfAbsent(partition, unknown -> new ConcurrentSkipListMap<>())
                                .putIfAbsent(end, now));
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    public static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
