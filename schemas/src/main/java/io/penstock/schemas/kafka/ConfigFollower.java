package io.penstock.schemas.kafka;

import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Keeps every version of every configured thing in memory, as read from the {@code config} topic from its beginning.
 *
 * <p>One daemon thread reads; look-ups are safe from any thread. No consumer group: each process reads the whole
 * (small) topic. A broker that goes away is waited for. A record that is not a {@code ConfigV1} is skipped and counted.
 */
public final class ConfigFollower implements AutoCloseable {
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(2);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private final Map<String, ConcurrentSkipListMap<Long, ConfigV1>> versions = new ConcurrentHashMap<>();
    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private final List<Consumer<ConfigV1>> listeners = new CopyOnWriteArrayList<>();
    private final Object arrival = new Object();
    private volatile boolean caughtUp;
    private volatile boolean closed;
    private volatile long unreadable;

    private ConfigFollower(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        thread = Thread.ofPlatform().daemon().name("config-follower").unstarted(this::follow);
    }

    /**
     * Starts to read.
     *
     * @param clientSettings at least {@code bootstrap.servers}, and whatever security settings the broker asks for
     */
    public static ConfigFollower start(Map<String, Object> clientSettings) {
        ConfigFollower follower = new ConfigFollower(clientSettings);
        follower.thread.start();
        return follower;
    }

    /** Whether everything that was on the topic when this process started has been read. For readiness checks. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Records on the topic that were not readable as configuration. */
    public long unreadable() {
        return unreadable;
    }

    /** The newest version, if any has been read so far and it was not removed since. */
    public Optional<ConfigV1> latest(ConfigV1.Kind kind, String name) {
        var known = versions.get(ConfigV1.key(kind, name));
        return known == null || known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.lastEntry().getValue());
    }

    /** The newest version of everything of one kind, by name. */
    public Map<String, ConfigV1> latest(ConfigV1.Kind kind) {
        Map<String, ConfigV1> found = new TreeMap<>();
        versions.values().forEach(known -> {
            ConfigV1 newest = known.lastEntry().getValue();
            if (newest.kind() == kind && !removed.contains(newest.key())) {
                found.put(newest.name(), newest);
            }
        });
        return found;
    }

    /**
     * Exactly one version, also of what was removed since. Records and configuration travel on different topics, so a
     * record may be here first: waits for it.
     *
     * @param patience longest wait; blocks the calling thread
     * @return empty if the version has not come by then
     */
    public Optional<ConfigV1> version(ConfigV1.Kind kind, String name, long version, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (arrival) {
            while (true) {
                var known = versions.get(ConfigV1.key(kind, name));
                if (known != null && known.containsKey(version)) {
                    return Optional.of(known.get(version));
                }
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return Optional.empty();
                }
                arrival.wait(left);
            }
        }
    }

    /**
     * Calls back for everything read so far and from then on, on the reading thread; the callback must be quick and not
     * throw.
     */
    public void onChange(Consumer<ConfigV1> listener) {
        synchronized (arrival) {
            listeners.add(listener);
            versions.values().forEach(known -> known.values().forEach(listener));
        }
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
        TopicPartition partition = new TopicPartition(Topics.CONFIG.name(), 0);
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = -1;
            while (!closed) {
                var records = consumer.poll(Duration.ofMillis(200));
                records.forEach(this::take);
                if (!caughtUp) {
                    end = end < 0 ? endOf(partition) : end;
                    caughtUp = end >= 0 && positionOf(partition) >= end;
                }
            }
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** The end, or -1 while the broker does not say. */
    private long endOf(TopicPartition partition) {
        try {
            return consumer.endOffsets(List.of(partition), BROKER_PATIENCE).getOrDefault(partition, -1L);
        } catch (TimeoutException e) {
            return -1;
        }
    }

    /** How far was read, or -1 while the broker does not say where the beginning is. */
    private long positionOf(TopicPartition partition) {
        try {
            return consumer.position(partition, BROKER_PATIENCE);
        } catch (TimeoutException e) {
            return -1;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            removed.add(record.key()); // records on their way still name its versions
            return;
        }
        ConfigV1 config;
        try {
            config = Topics.CONFIG.valueSerde().deserializer().deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            unreadable++;
            return;
        }
        synchronized (arrival) {
            removed.remove(config.key());
            versions.computeIfAbsent(config.key(), key -> new ConcurrentSkipListMap<>())
                    .put(config.version(), config);
            new ArrayList<>(listeners).forEach(listener -> listener.accept(config));
            arrival.notifyAll();
        }
    }
}
