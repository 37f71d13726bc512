package io.penstock.delivery.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jboss.logging.Logger;

/**
 * Partitions that are this worker's and of which it is not known yet how far they are written down. Until the broker
 * says so nothing of them is read. For the reading thread.
 */
final class Unopened {
    private static final Logger LOG = Logger.getLogger(Unopened.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Set<TopicPartition> partitions = new HashSet<>();
    private final OutcomeLog outcomes;

    Unopened(OutcomeLog outcomes) {
        this.outcomes = outcomes;
    }

    void add(TopicPartition partition) {
        partitions.add(partition);
    }

    void clear() {
        partitions.clear();
    }

    /** All of them. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(partitions);
    }

    /** Has what can be opened held and read from where it is written down to. Never throws for the broker. */
    void open(Consumer<?, ?> consumer, Holdings holdings) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = outcomes.committed(consumer, partitions);
            for (TopicPartition partition : List.copyOf(partitions)) {
                OffsetAndMetadata known = committed.get(partition);
                Mark mark = known == null ? Mark.at(consumer.position(partition, PATIENCE)) : Mark.decode(known);
                consumer.seek(partition, mark.next());
                holdings.open(partition, mark);
                partitions.remove(partition);
            }
        } catch (FencedInstanceIdException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("partitions wait for the broker, reason=%s", e.getClass().getSimpleName());
        }
    }
}
