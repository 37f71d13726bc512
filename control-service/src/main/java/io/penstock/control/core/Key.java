package io.penstock.control.core;

import java.util.Comparator;

/** Names one configured thing. Ordered by kind, then by name. */
public record Key(Kind kind, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER = Comparator.comparing(Key::kind).thenComparing(Key::name);

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    /** {@code pipeline/upgrade-likelihood}. */
    @Override
    public String toString() {
        return kind.word() + "/" + name;
    }
}
