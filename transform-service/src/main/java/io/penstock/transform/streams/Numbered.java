package io.penstock.transform.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Different things in the order in which they were first named, each with its place in it. The same few objects are
 * named again and again, so those are found without looking into them, and the first few of all without hashing them.
 * For one thread.
 */
final class Numbered<T> {
    private static final int FEW = 8;

    private final List<T> all = new ArrayList<>();
    /** Of those behind the first few. */
    private final Map<T, Integer> places = new HashMap<>();

    int number(T thing) {
        int few = Math.min(FEW, all.size());
        for (int i = 0; i < few; i++) {
            if (all.get(i) == thing) {
                return i;
            }
        }
        for (int i = 0; i < few; i++) {
            if (all.get(i).equals(thing)) {
                return i;
            }
        }
        return few < FEW ? added(thing) : places.computeIfAbsent(thing, this::added);
    }

    private int added(T thing) {
        all.add(thing);
        return all.size() - 1;
    }

    List<T> all() {
        return all;
    }
}
