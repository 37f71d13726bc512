package io.penstock.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the consumer what to read next: back to what was set aside and has room now, on with the rest, and nothing of
 * what has no room. For the reading thread; only {@link #backlog} is for others.
 */
final class Steering {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Set<TopicPartition> held = Set.of();
    private volatile Backlog backlog = Backlog.NONE;
    private volatile boolean leads;

    void steer(Consumer<?, ?> consumer, Holdings holdings) {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> roomy = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            boolean room =
                    holdings.holds(partition) && holdings.hasRoom(partition, sought(consumer, holdings, partition));
            (room ? roomy : full).add(partition);
        }
        consumer.pause(full);
        consumer.resume(roomy);
        leads = consumer.assignment().stream().anyMatch(partition -> partition.partition() == 0);
        note(holdings, full);
    }

    /** Whether the first partition was here at the last turn. Safe from any thread. */
    boolean leads() {
        return leads;
    }

    private static long sought(Consumer<?, ?> consumer, Holdings holdings, TopicPartition partition) {
        long position = consumer.position(partition, PATIENCE);
        long from = holdings.readFrom(partition, position);
        if (from != position) {
            consumer.seek(partition, from);
        }
        return from;
    }

    private void note(Holdings holdings, List<TopicPartition> paused) {
        Map<TopicPartition, String> now = new HashMap<>();
        paused.forEach(partition -> holdings.heldBy(partition).ifPresent(name -> now.put(partition, name)));
        long begun = now.keySet().stream()
                .filter(partition -> !held.contains(partition))
                .count();
        held = Set.copyOf(now.keySet());
        backlog = new Backlog(
                holdings.setAside(),
                now.values().stream().collect(Collectors.groupingBy(name -> name, Collectors.counting())),
                backlog.holds() + begun);
    }

    /** As of the last turn. Safe from any thread. */
    Backlog backlog() {
        return backlog;
    }
}
