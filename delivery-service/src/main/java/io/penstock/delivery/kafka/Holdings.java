package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What this worker has read and not written down, by partition, and whether there is room for more. Not thread-safe.
 *
 * <p>Three bounds keep memory flat however long anything is away: records and bytes in all, and how far a partition is
 * read ahead of its lowest record without an outcome, so that a {@link Mark} can hold what was finished in between.
 */
final class Holdings {
    /** Offsets a partition may be ahead; a mark reaches further, for gaps that transactions leave. */
    static final int FARTHEST_AHEAD = 16_384;

    private final int mostRecords;
    private final long mostBytes;
    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final Set<Slot> ended = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;

    /**
     * What is to be written: slots that have their last word, and how far their partitions are by it.
     *
     * @param progress of each of these partitions; a partition that went and came back has another one
     */
    record Draft(List<Slot> slots, Map<TopicPartition, Mark> marks, Map<TopicPartition, Progress> progress) {}

    Holdings(int mostRecords, long mostBytes) {
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
    }

    void open(TopicPartition partition, Mark mark) {
        partitions.put(partition, new Progress(mark));
    }

    boolean holds(TopicPartition partition) {
        return partitions.containsKey(partition);
    }

    /** Offset to read next of a partition that is held. */
    long next(TopicPartition partition) {
        return partitions.get(partition).next();
    }

    /** Whether the record needs nothing any more, because an earlier life of its partition wrote its outcome. */
    boolean isWritten(ConsumerRecord<String, byte[]> record) {
        Progress progress = partitions.get(new TopicPartition(record.topic(), record.partition()));
        if (!progress.isWritten(record.offset())) {
            return false;
        }
        progress.skipped(record.offset());
        return true;
    }

    void add(Slot slot) {
        partitions.get(slot.partition()).read(slot);
        bytes += slot.bytes();
    }

    /** The slot got its last word; one that is not held any more is not missed. */
    void end(Slot slot, LastWord word) {
        Progress progress = partitions.get(slot.partition());
        if (progress != null && progress.isOpen(slot)) {
            slot.end(word);
            ended.add(slot);
        }
    }

    /**
     * Gives up every partition but these.
     *
     * @return the calls of what was given up
     */
    Set<Call> retain(Collection<TopicPartition> kept) {
        Set<Call> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
        partitions.entrySet().removeIf(entry -> {
            if (kept.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().slots().forEach(slot -> {
                bytes -= slot.bytes();
                ended.remove(slot);
                slot.call().ifPresent(dropped::add);
            });
            return true;
        });
        return dropped;
    }

    /** Empty if there is nothing to write since the last one. */
    Optional<Draft> draft() {
        Map<TopicPartition, List<Slot>> byPartition = byPartition(ended);
        partitions.forEach((partition, progress) -> {
            if (progress.isPast()) {
                byPartition.putIfAbsent(partition, List.of());
            }
        });
        if (byPartition.isEmpty()) {
            return Optional.empty();
        }
        Map<TopicPartition, Mark> marks = new HashMap<>();
        byPartition.forEach((partition, slots) ->
                marks.put(partition, partitions.get(partition).with(slots)));
        return Optional.of(new Draft(List.copyOf(ended), marks, Map.copyOf(partitions)));
    }

    /** Whether that partition of the draft was never given up since. */
    boolean stillHolds(Draft draft, TopicPartition partition) {
        return draft.progress().get(partition) == partitions.get(partition);
    }

    /** The draft is committed. Partitions that were given up since are left out. */
    void written(Draft draft) {
        Map<TopicPartition, List<Slot>> byPartition = byPartition(draft.slots());
        draft.marks().forEach((partition, mark) -> {
            if (stillHolds(draft, partition)) {
                List<Slot> slots = byPartition.getOrDefault(partition, List.of());
                partitions.get(partition).written(slots, mark);
                slots.forEach(slot -> bytes -= slot.bytes());
                slots.forEach(ended::remove);
            }
        });
    }

    /** Whether more of that partition may be read now. */
    boolean hasRoom(TopicPartition partition) {
        Progress progress = partitions.get(partition);
        return progress != null
                && bytes < mostBytes
                && progress.open() < Math.max(1, mostRecords / partitions.size())
                && progress.ahead() < FARTHEST_AHEAD;
    }

    private static Map<TopicPartition, List<Slot>> byPartition(Collection<Slot> slots) {
        Map<TopicPartition, List<Slot>> byPartition = new HashMap<>();
        slots.forEach(slot -> byPartition
                .computeIfAbsent(slot.partition(), partition -> new ArrayList<>())
                .add(slot));
        return byPartition;
    }
}
