package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Couriers;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Follows the partitions this worker owns. When they are taken away, nothing more is started and what is under way is
 * waited for, so that the next owner does not overtake it. The rate of every connection is shared by partitions.
 *
 * <p>The group uses an eager assignor: every rebalance takes all partitions and starts again at committed offsets.
 */
@ApplicationScoped
@Identifier("deliveries") public class DeliveryPartitions implements KafkaConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(DeliveryPartitions.class);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private final Couriers couriers;
    private final UnwrittenEndings unwritten;
    private volatile boolean assigned;

    DeliveryPartitions(Couriers couriers, UnwrittenEndings unwritten) {
        this.couriers = couriers;
        this.unwritten = unwritten;
    }

    /** Whether the group has given this worker its part, which may be none, and not taken it away again. */
    public boolean isAssigned() {
        return assigned;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        unwritten.assigned(consumer.groupMetadata().generationId(), partitions);
        assigned = true;
        if (partitions.isEmpty()) {
            return;
        }
        int all = consumer.partitionsFor(partitions.iterator().next().topic()).size();
        couriers.share((double) partitions.size() / Math.max(all, partitions.size()));
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        stop();
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        unwritten.lost();
        stop();
    }

    private void stop() {
        assigned = false;
        try {
            if (!couriers.stop(LONGEST_REQUEST)) {
                LOG.warnf("requests still under way after %s", LONGEST_REQUEST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
