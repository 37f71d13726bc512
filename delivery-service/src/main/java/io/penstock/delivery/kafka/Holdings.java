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
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * What this worker has read and not written down, by partition, and whether there is room for more. Not thread-safe.
 *
 * <p>Three bounds keep memory flat however long anything is away: records and bytes in all, and how far a partition is
 * read ahead of its lowest record without an outcome, so that a {@link Mark} can hold what was finished in between.
 *
 * <p>Where there are several destinations, none may take more than its part of the records and bytes. What exceeds it
 * is set aside: the worker remembers where the record lies and reads it again when there is room, and goes on with the
 * calls to others meanwhile. Only the third bound can hold those up.
 */
final class Holdings {
    /** Offsets a partition may be ahead; a mark reaches further, for gaps that transactions leave. */
    static final int FARTHEST_AHEAD = 16_384;

    private final int mostRecords;
    private final long mostBytes;
    private final IntSupplier destinations;
    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final Map<String, long[]> bytesTo = new HashMap<>();
    /** As they ended; none that is written or given up. */
    private final List<Slot> ended = new ArrayList<>();

    private long bytes;

    /**
     * What is to be written: slots that have their last word, and how far their partitions are by it.
     *
     * @param slots by partition too, as they ended
     * @param progress of each of these partitions; a partition that went and came back has another one
     */
    record Draft(
            List<Slot> slots,
            Map<TopicPartition, List<Slot>> byPartition,
            Map<TopicPartition, Mark> marks,
            Map<TopicPartition, Progress> progress) {}

    /** @param destinations how many there are, from 1 */
    Holdings(int mostRecords, long mostBytes, IntSupplier destinations) {
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
        this.destinations = destinations;
    }

    void open(TopicPartition partition, Mark mark) {
        partitions.put(partition, new Progress(mark));
    }

    boolean holds(TopicPartition partition) {
        return partitions.containsKey(partition);
    }

    /** Offset to read next of what was never read of a partition that is held. */
    long next(TopicPartition partition) {
        return partitions.get(partition).next();
    }

    /** Whether the record needs nothing now: see {@link Progress#isKnown}. */
    boolean isKnown(TopicPartition partition, long offset) {
        Progress progress = partitions.get(partition);
        if (!progress.isKnown(offset)) {
            return false;
        }
        progress.skipped(offset);
        return true;
    }

    /**
     * Takes the slot in.
     *
     * @return false if its destination has no room: the slot is set aside and must not be sent
     */
    boolean add(Slot slot) {
        Progress progress = partitions.get(slot.partition());
        Optional<String> full = slot.destination()
                .filter(name -> progress.isBehindAnother(name, slot.offset()) || !mayHold(name, progress, 1));
        if (full.isPresent()) {
            progress.setAside(full.get(), slot.offset());
            return false;
        }
        progress.read(slot);
        count(slot, slot.bytes());
        return true;
    }

    /**
     * Whether a destination may hold more of a partition.
     *
     * @param part of its share that must not be exceeded yet: 1 for all of it, 2 for a half
     */
    private boolean mayHold(String destination, Progress progress, int part) {
        int all = destinations.getAsInt();
        return all < 2
                || (progress.openTo(destination) < Math.max(1, share() / all / part)
                        && bytesTo(destination)[0] < mostBytes / all / part);
    }

    /**
     * Where the partition is to be read from next: calls that were set aside come first when at least half of their
     * destination's share is free, so that the reading does not go back for each single one.
     *
     * @param position where it would be read from otherwise
     */
    long readFrom(TopicPartition partition, long position) {
        Progress progress = partitions.get(partition);
        Optional<Long> back = progress.lowestAside(name -> mayHold(name, progress, 2));
        Optional<Long> goingOn =
                progress.lowestAside(name -> mayHold(name, progress, 1)).filter(offset -> offset >= position);
        if (goingOn.isPresent() && position < progress.next()) {
            return position;
        }
        return back.orElse(Math.max(position, progress.next()));
    }

    private int share() {
        return Math.max(1, mostRecords / partitions.size());
    }

    private void count(Slot slot, long more) {
        bytes += more;
        slot.destination().ifPresent(name -> bytesTo(name)[0] += more);
    }

    private long[] bytesTo(String destination) {
        return bytesTo.computeIfAbsent(destination, name -> new long[1]);
    }

    /** The slot got its last word; one that is not held any more is not missed. */
    void end(Slot slot, LastWord word) {
        Progress progress = partitions.get(slot.partition());
        if (progress != null && progress.isOpen(slot) && slot.word().isEmpty()) {
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
                count(slot, -slot.bytes());
                slot.call().ifPresent(dropped::add);
            });
            return true;
        });
        ended.removeIf(slot -> !partitions.containsKey(slot.partition()));
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
        return Optional.of(new Draft(List.copyOf(ended), byPartition, marks, Map.copyOf(partitions)));
    }

    /** Whether that partition of the draft was never given up since. */
    boolean stillHolds(Draft draft, TopicPartition partition) {
        return draft.progress().get(partition) == partitions.get(partition);
    }

    /** The draft is committed. Partitions that were given up since are left out. */
    void written(Draft draft) {
        draft.marks().forEach((partition, mark) -> {
            if (stillHolds(draft, partition)) {
                List<Slot> slots = draft.byPartition().get(partition);
                partitions.get(partition).written(slots, mark);
                slots.forEach(slot -> count(slot, -slot.bytes()));
            }
        });
        ended.removeIf(slot -> !partitions.get(slot.partition()).isOpen(slot));
    }

    /**
     * Whether more of that partition may be read now.
     *
     * @param position where it would be read from; what lies before {@link #next} was read once, and takes the reading
     *     no further ahead
     */
    boolean hasRoom(TopicPartition partition, long position) {
        Progress progress = partitions.get(partition);
        return progress != null
                && bytes < mostBytes
                && progress.open() < share()
                && (position < progress.next() || progress.ahead() < FARTHEST_AHEAD);
    }

    /** The destination for whose call the partition is not read on; empty if it is not too far ahead of any. */
    Optional<String> heldBy(TopicPartition partition) {
        return Optional.ofNullable(partitions.get(partition))
                .filter(progress -> progress.ahead() >= FARTHEST_AHEAD)
                .flatMap(Progress::heldBy);
    }

    /** Calls that are set aside, by destination. */
    Map<String, Long> setAside() {
        Map<String, Long> sizes = new HashMap<>();
        partitions
                .values()
                .forEach(progress -> progress.setAside().forEach((name, size) -> sizes.merge(name, size, Long::sum)));
        return sizes;
    }

    private static Map<TopicPartition, List<Slot>> byPartition(Collection<Slot> slots) {
        Map<TopicPartition, List<Slot>> byPartition = new HashMap<>();
        slots.forEach(slot -> byPartition
                .computeIfAbsent(slot.partition(), partition -> new ArrayList<>())
                .add(slot));
        return byPartition;
    }
}
