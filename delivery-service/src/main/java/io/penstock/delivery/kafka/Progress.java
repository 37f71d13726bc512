package io.penstock.delivery.kafka;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How far one partition has come: what was read of it, and which of that is written down. Not thread-safe. */
final class Progress {
    private final NavigableMap<Long, Slot> open = new TreeMap<>();
    private Mark mark;
    private long next;

    /** @param mark as committed */
    Progress(Mark mark) {
        this.mark = mark;
        this.next = mark.next();
    }

    /** Whether the record of that offset has its outcome from an earlier life of this partition. */
    boolean isWritten(long offset) {
        long bit = offset - mark.next();
        return bit < 0 || (bit < Integer.MAX_VALUE && mark.finished().get((int) bit));
    }

    /** The record was read and needs nothing. */
    void skipped(long offset) {
        next = offset + 1;
    }

    void read(Slot slot) {
        open.put(slot.offset(), slot);
        next = slot.offset() + 1;
    }

    /** Offset to read next. */
    long next() {
        return next;
    }

    boolean isOpen(Slot slot) {
        return open.get(slot.offset()) == slot;
    }

    /** Records read that are not written down. */
    int open() {
        return open.size();
    }

    Stream<Slot> slots() {
        return open.values().stream();
    }

    /** How far the reading is ahead of the lowest record without an outcome. */
    long ahead() {
        return next - (open.isEmpty() ? next : open.firstKey());
    }

    /** Whether the mark can move although nothing has ended: all that was read since had its outcome before. */
    boolean isPast() {
        return open.isEmpty() && next > mark.next();
    }

    /** The mark as it will be when these are written. */
    Mark with(Collection<Slot> ended) {
        Set<Slot> ending = Set.copyOf(ended);
        long lowest = open.entrySet().stream()
                .filter(entry -> !ending.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(next);
        BitSet finished = moved(mark, lowest);
        ended.stream()
                .map(slot -> slot.offset() - lowest)
                .filter(bit -> bit > 0)
                .forEach(bit -> finished.set(Math.toIntExact(bit)));
        return new Mark(lowest, finished);
    }

    /** These are written, and this mark is committed with them. */
    void written(Collection<Slot> ended, Mark committed) {
        ended.forEach(slot -> open.remove(slot.offset()));
        mark = committed;
    }

    private static BitSet moved(Mark mark, long lowest) {
        long by = lowest - mark.next();
        int length = mark.finished().length();
        return by >= length ? new BitSet() : mark.finished().get((int) by, length);
    }
}
