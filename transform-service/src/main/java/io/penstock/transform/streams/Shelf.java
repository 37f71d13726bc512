package io.penstock.transform.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Things of one kind that are kept of a person, by name. One that is not asked for stays the bytes it was read as, and
 * so does one that was not put again. Meant for a handful of them. For one thread.
 */
final class Shelf<V> {
    private final StateBytes.Writing<V> writing;
    private final StateBytes.Reading<V> reading;
    private final List<Slot<V>> slots = new ArrayList<>(2);
    private boolean changed;

    Shelf(StateBytes.Writing<V> writing, StateBytes.Reading<V> reading) {
        this.writing = writing;
        this.reading = reading;
    }

    /** What is there under the name; to change it, put it again. */
    Optional<V> find(String name) {
        for (Slot<V> slot : slots) {
            if (slot.name.equals(name)) {
                return Optional.of(value(slot));
            }
        }
        return Optional.empty();
    }

    void put(String name, V value) {
        changed = true;
        for (Slot<V> slot : slots) {
            if (slot.name.equals(name)) {
                slot.bytes = null;
                slot.value = value;
                return;
            }
        }
        Slot<V> slot = new Slot<>(name);
        slot.value = value;
        slots.add(slot);
    }

    void remove(String name) {
        changed |= slots.removeIf(slot -> slot.name.equals(name));
    }

    /** Everything, in the order of the names. */
    SortedMap<String, V> all() {
        SortedMap<String, V> all = new TreeMap<>();
        slots.forEach(slot -> all.put(slot.name, value(slot)));
        return all;
    }

    /** Removes everything and says what it was. */
    SortedMap<String, V> takeAll() {
        SortedMap<String, V> all = all();
        changed |= !slots.isEmpty();
        slots.clear();
        return all;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Whether anything was put or removed. */
    boolean hasChanged() {
        return changed;
    }

    void write(StateOutput out) {
        out.number(slots.size());
        for (Slot<V> slot : slots) {
            out.text(slot.name);
            int part = out.open();
            if (slot.bytes != null) {
                out.raw(slot.bytes, slot.from, slot.to);
            } else {
                writing.write(out, slot.value);
            }
            out.close(part);
        }
    }

    /** Takes what was written; the bytes must stay as they are. */
    void read(StateInput in) {
        for (int left = in.count(); left > 0; left--) {
            Slot<V> slot = new Slot<>(in.text());
            int length = in.fixedInt();
            slot.bytes = in.bytes();
            slot.from = in.position();
            slot.to = slot.from + length;
            in.skip(length);
            slots.add(slot);
        }
    }

    private V value(Slot<V> slot) {
        if (slot.value == null) {
            try {
                slot.value = reading.read(new StateInput(slot.bytes, slot.from));
            } catch (IOException e) {
                throw new UncheckedIOException("a state store holds something else than was written", e);
            }
        }
        return slot.value;
    }

    /** One of them; without bytes if it was put. */
    private static final class Slot<V> {
        private final String name;
        private byte[] bytes;
        private int from;
        private int to;
        private V value;

        private Slot(String name) {
            this.name = name;
        }
    }
}
