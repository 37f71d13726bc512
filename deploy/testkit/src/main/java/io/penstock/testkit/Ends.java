package io.penstock.testkit;

import static org.awaitility.Awaitility.await;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far partitions can be read. */
public record Ends(EmbeddedBroker broker, Collection<TopicPartition> partitions) {
    /** Offsets that are written and cannot be read committed, because of a transaction that is open. */
    public long unstable() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(broker.clientSettings())) {
            long stable = sum(admin, IsolationLevel.READ_COMMITTED);
            return sum(admin, IsolationLevel.READ_UNCOMMITTED) - stable;
        }
    }

    /** A commit is answered before its markers are written. */
    public void awaitStable() {
        await().until(() -> unstable() == 0);
    }

    private long sum(Admin admin, IsolationLevel isolation) throws ExecutionException, InterruptedException {
        var latest = partitions.stream().collect(Collectors.toMap(Function.identity(), one -> OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }
}
