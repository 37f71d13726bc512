package io.penstock.delivery.kafka;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How far one partition has come: what was read of it, which of that is in memory, which was set aside to be read
 * again, and which is written down. Not thread-safe.
 *
 * <p>Of one destination everything behind a call that was set aside is set aside too: a person's calls stay in order.
 */
final class Progress {
    /** By offset. */
    private final List<Slot> open = new ArrayList<>();

    private final Map<String, int[]> openTo = new HashMap<>();
    private final Map<String, SetAside> aside = new HashMap<>();
    private Mark mark;
    private long next;

    /** @param mark as committed */
    Progress(Mark mark) {
        this.mark = mark;
        this.next = mark.next();
    }

    /**
     * Whether the record of that offset needs nothing now: it has its outcome from an earlier life of this partition,
     * or it was read before and was not set aside.
     */
    boolean isKnown(long offset) {
        if (offset < next) {
            return aside.values().stream().noneMatch(offsets -> offsets.contains(offset));
        }
        long bit = offset - mark.next();
        return bit < Integer.MAX_VALUE && mark.finished().get((int) bit);
    }

    /** The record was read and needs nothing. */
    void skipped(long offset) {
        next = Math.max(next, offset + 1);
    }

    void read(Slot slot) {
        keep(slot);
        slot.destination().ifPresent(name -> {
            count(name)[0]++;
            noLongerAside(name, slot.offset());
        });
        skipped(slot.offset());
    }

    /** Nearly always behind all others: only what was set aside comes back in between. */
    private void keep(Slot slot) {
        if (open.isEmpty() || open.getLast().offset() < slot.offset()) {
            open.add(slot);
        } else {
            int found = Collections.binarySearch(open, slot, Comparator.comparingLong(Slot::offset));
            open.add(Math.max(found, -found - 1), slot);
        }
        slot.heldBy(this);
    }

    /** The call is not kept; its record is read again later. */
    void setAside(String destination, long offset) {
        aside.computeIfAbsent(destination, name -> new SetAside()).add(offset);
        skipped(offset);
    }

    private void noLongerAside(String destination, long offset) {
        SetAside offsets = aside.get(destination);
        if (offsets != null) {
            offsets.remove(offset);
            if (offsets.isEmpty()) {
                aside.remove(destination);
            }
        }
    }

    /** Whether an earlier call to that destination is set aside. */
    boolean isBehindAnother(String destination, long offset) {
        SetAside offsets = aside.get(destination);
        return offsets != null && offsets.lowest() < offset;
    }

    /** Lowest offset that is set aside, of the destinations asked for. */
    Optional<Long> lowestAside(Predicate<String> destination) {
        return aside.entrySet().stream()
                .filter(entry -> destination.test(entry.getKey()))
                .map(entry -> entry.getValue().lowest())
                .min(Long::compare);
    }

    /** Calls that are set aside, by destination. */
    Map<String, Long> setAside() {
        Map<String, Long> sizes = new HashMap<>();
        aside.forEach((name, offsets) -> sizes.put(name, (long) offsets.size()));
        return sizes;
    }

    /** Offset to read next of what was never read. */
    long next() {
        return next;
    }

    boolean isOpen(Slot slot) {
        return slot.isHeldBy(this);
    }

    /** Records in memory that are not written down. */
    int open() {
        return open.size();
    }

    /** Those of them that are calls to this destination. */
    int openTo(String destination) {
        return count(destination)[0];
    }

    private int[] count(String destination) {
        return openTo.computeIfAbsent(destination, name -> new int[1]);
    }

    Stream<Slot> slots() {
        return open.stream();
    }

    /** How far the reading is ahead of the lowest record without an outcome. */
    long ahead() {
        long lowest = open.isEmpty() ? next : open.getFirst().offset();
        return next - Math.min(lowest, lowestAside(name -> true).orElse(next));
    }

    /** Where the lowest record without an outcome goes to; empty if there is none, or it is no call. */
    Optional<String> heldBy() {
        Optional<Long> lowest = lowestAside(name -> true);
        if (open.isEmpty()
                || lowest.map(offset -> offset < open.getFirst().offset()).orElse(false)) {
            return aside.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(lowest.orElse(-1L)))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
        return open.getFirst().destination();
    }

    /** Whether the mark can move although nothing has ended: all that was read since had its outcome before. */
    boolean isPast() {
        return open.isEmpty() && aside.isEmpty() && next > mark.next();
    }

    /** The mark as it will be when these are written, which are all that have their last word. */
    Mark with(Collection<Slot> ended) {
        long lowest = Math.min(lowestWithoutWord(), lowestAside(name -> true).orElse(next));
        BitSet finished = moved(mark, lowest);
        for (Slot slot : ended) {
            if (slot.offset() > lowest) {
                finished.set(Math.toIntExact(slot.offset() - lowest));
            }
        }
        return new Mark(lowest, finished);
    }

    private long lowestWithoutWord() {
        for (Slot slot : open) {
            if (slot.word().isEmpty()) {
                return slot.offset();
            }
        }
        return next;
    }

    /** These are written, and this mark is committed with them. */
    void written(Collection<Slot> ended, Mark committed) {
        for (Slot slot : ended) {
            slot.letGo();
            slot.destination().ifPresent(name -> count(name)[0]--);
        }
        open.removeIf(slot -> !slot.isHeldBy(this));
        mark = committed;
    }

    private static BitSet moved(Mark mark, long lowest) {
        long by = lowest - mark.next();
        int length = mark.finished().length();
        return by >= length ? new BitSet() : mark.finished().get((int) by, length);
    }
}
