package io.penstock.delivery.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The membership a batch was read under. Answers come from the polling thread; each call blocks for at most
 * {@link #PATIENCE} and then throws {@link IllegalStateException}.
 *
 * @param generation of the group when the batch was polled; partitions may have moved since if it changed
 */
record GroupMembership(KafkaConsumer<String, byte[]> consumer, int generation) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    boolean isCurrent() {
        return current().isPresent();
    }

    /**
     * What to commit with; empty if the group has moved on since. Commit with this very value, do not ask again: a
     * later one may be of the next generation, which would let offsets pass that the next generation has already read
     * behind.
     */
    Optional<ConsumerGroupMetadata> current() {
        try {
            ConsumerGroupMetadata now = consumer.consumerGroupMetadata().await().atMost(PATIENCE);
            return Optional.of(now).filter(metadata -> metadata.generationId() == generation);
        } catch (io.smallrye.mutiny.TimeoutException e) {
            throw new IllegalStateException("polling thread busy for " + PATIENCE, e);
        }
    }

    /**
     * Next offset per partition as the broker has it, open transactions awaited; partitions without one are left out.
     */
    Map<TopicPartition, Long> committed(Collection<TopicPartition> partitions) {
        try {
            var offsets = consumer.committed(partitions.toArray(TopicPartition[]::new))
                    .await()
                    .atMost(PATIENCE);
            Map<TopicPartition, Long> next = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                if (offset != null) {
                    next.put(partition, offset.offset());
                }
            });
            return next;
        } catch (io.smallrye.mutiny.TimeoutException e) {
            throw new IllegalStateException("polling thread busy for " + PATIENCE, e);
        }
    }
}
