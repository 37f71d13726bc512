package io.penstock.ingest.kafka;

import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the pipelines' last committed checkpoints from the (small, compacted) topic.
 *
 * <p>Where to stop is asked without regard to transactions, and what is read is committed only: an open transaction of
 * another pipeline may hide ours for a moment, and stopping before it would lose a checkpoint that is there.
 */
final class CheckpointReader {
    /** Longer than a transaction may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Map<String, Object> clientSettings;

    CheckpointReader(Map<String, Object> clientSettings) {
        this.clientSettings = clientSettings;
    }

    Optional<CheckpointV1> last(String pipeline) {
        return Optional.ofNullable(read(pipeline::equals).get(pipeline));
    }

    List<CheckpointV1> all() {
        return List.copyOf(read(name -> true).values());
    }

    private Map<String, CheckpointV1> read(Predicate<String> wanted) {
        TopicPartition partition = new TopicPartition(Topics.CHECKPOINTS.name(), 0);
        long end;
        try (var consumer = consumer("read_uncommitted")) {
            consumer.assign(List.of(partition));
            end = consumer.endOffsets(List.of(partition)).get(partition);
        }
        Map<String, CheckpointV1> last = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = consumer("read_committed")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("checkpoints not readable up to offset " + end);
                }
                for (var found : consumer.poll(Duration.ofMillis(200))) {
                    if (found.value() == null) {
                        last.remove(found.key());
                    } else if (wanted.test(found.key())) {
                        last.put(
                                found.key(),
                                Topics.CHECKPOINTS
                                        .valueSerde()
                                        .deserializer()
                                        .deserialize(found.topic(), found.value()));
                    }
                }
            }
        }
        return last;
    }

    private KafkaConsumer<String, byte[]> consumer(String isolation) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
