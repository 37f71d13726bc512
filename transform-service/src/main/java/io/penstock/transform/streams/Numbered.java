package io.penstock.transform.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Different things in the order in which they were first named, each with its place in it. The same few objects are
 * named again and again, so those are found without looking into them. For one thread.
 */
final class Numbered<T> {
    private static final int FEW = 8;

    private final List<T> all = new ArrayList<>();
    private final Map<T, Integer> places = new HashMap<>();

    int number(T thing) {
        for (int i = 0; i < Math.min(FEW, all.size()); i++) {
            if (all.get(i) == thing) {
                return i;
            }
        }
        return places.computeIfAbsent(thing, _ -> {
            all.add(thing);
            return all.size() - 1;
        });
    }

    List<T> all() {
        return all;
    }
}
