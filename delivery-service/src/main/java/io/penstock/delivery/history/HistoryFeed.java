package io.penstock.delivery.history;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads both topics into the store, on one thread of its own, and forgets what is older than the topics keep. No
 * consumer group: each replica holds everything and answers alone. Where to go on from stands in the store itself.
 */
public final class HistoryFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HistoryFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final int MOST_AT_ONCE = 2_000;
    /** What is written together costs less: more is waited for so long, until there is enough, and no longer. */
    private static final Duration FOR_MORE = Duration.ofMillis(150);

    private static final int ENOUGH = 20_000;
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final List<Topic<?>> SOURCES = List.of(Topics.OUTCOMES, Topics.DEAD_LETTERS);

    private final Map<String, Object> settings;
    private final HistoryStore store;
    private final OutcomeScan scan = new OutcomeScan();
    private final InstantSource clock;
    private final Duration kept;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("history-feed").unstarted(this::run);
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;
    private volatile boolean caughtUp;
    private long forgottenAt = Long.MIN_VALUE;
    /** Records taken that are not committed, and since when there are some. */
    private int taken;

    private long takenSince;

    /**
     * @param clientSettings address and security of the broker
     * @param kept how long an entry stays, as long as the topics keep theirs
     */
    public HistoryFeed(Map<String, Object> clientSettings, HistoryStore store, InstantSource clock, Duration kept) {
        settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        this.store = store;
        this.clock = clock;
        this.kept = kept;
    }

    public void start() {
        thread.start();
    }

    /** Whether everything that was on the topics when this process began to read them has been read. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> fresh =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                follow(fresh);
            } catch (WakeupException e) {
                LOG.debug("history stops reading");
            } catch (KafkaException e) {
                LOG.warnf(
                        "history waits for the broker, reason=%s", e.getClass().getSimpleName());
                pause();
            } catch (RuntimeException e) {
                LOG.error("history stopped: what happens from now on is found in it after a restart", e);
                return;
            }
        }
    }

    private synchronized void pause() {
        try {
            if (!closed) {
                wait(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> from) {
        commit(); // what was taken before the broker went away
        store.copyOf(topicIds());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?> source : SOURCES) {
            from.partitionsFor(source.name())
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        from.assign(partitions);
        for (TopicPartition partition : partitions) {
            Optional<Long> next = store.next(partition.topic(), partition.partition());
            next.ifPresentOrElse(
                    offset -> from.seek(partition, offset), () -> from.seekToBeginning(List.of(partition)));
        }
        Map<TopicPartition, Long> ends = from.endOffsets(partitions);
        while (!closed) {
            take(from.poll(taken > 0 ? FOR_MORE : POLL));
            caughtUp = caughtUp
                    || taken == 0
                            && ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue());
            forget();
        }
    }

    private String topicIds() {
        List<String> names = SOURCES.stream().<String>map(Topic::name).toList();
        try (Admin admin = Admin.create(settings)) {
            return admin.describeTopics(names).allTopicNames().get().values().stream()
                    .map(topic -> topic.name() + " " + topic.topicId())
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        takenSince = taken > 0 ? takenSince : System.nanoTime();
        records.forEach(this::take);
        records.nextOffsets()
                .forEach((partition, next) -> store.readUpTo(partition.topic(), partition.partition(), next.offset()));
        taken += records.count();
        boolean waited = System.nanoTime() - takenSince >= LONGEST.toNanos();
        if (records.isEmpty() || taken >= ENOUGH || waited) {
            commit();
        }
    }

    private void commit() {
        if (taken > 0) {
            store.commit();
            taken = 0;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(Topics.OUTCOMES.name())) {
                findable(record)
                        .ifPresent(outcome -> store.put(record.partition(), record.offset(), outcome, record.value()));
            } else {
                DeadLetterV1 letter =
                        Topics.DEAD_LETTERS.valueSerde().deserializer().deserialize(record.topic(), record.value());
                if (letter != null && letter.at() != null && letter.stage() != null && letter.code() != null) {
                    store.put(record.partition(), record.offset(), letter, record.value());
                }
            }
        } catch (SerializationException e) {
            LOG.warnf(
                    "not readable, topic=%s partition=%d offset=%d",
                    record.topic(), record.partition(), record.offset());
        }
    }

    private Optional<Findable> findable(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.value())
                .flatMap(value -> scan.read(value)
                        .or(() -> Optional.ofNullable(Topics.OUTCOMES
                                        .valueSerde()
                                        .deserializer()
                                        .deserialize(record.topic(), value))
                                .filter(outcome -> outcome.at() != null
                                        && outcome.deliveryId() != null
                                        && outcome.status() != null
                                        && outcome.code() != null)
                                .map(Findable::of)));
    }

    private void forget() {
        long now = clock.millis();
        if (forgottenAt == Long.MIN_VALUE || now - forgottenAt >= FORGET_EVERY.toMillis()) {
            forgottenAt = now;
            long forgotten = Forgetting.before(store, clock.instant().minus(kept));
            LOG.debugf("forgotten entries=%d", forgotten);
        }
    }

    /** Stops reading, and waits for it: nothing is written to the store afterwards. */
    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
