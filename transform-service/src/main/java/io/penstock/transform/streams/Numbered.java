package io.penstock.transform.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Different things in the order in which they were first named, each with its place in it. For one thread. */
final class Numbered<T> {
    private final List<T> all = new ArrayList<>();
    private final Map<T, Integer> places = new HashMap<>();
    /** The same object comes again and again, and is found without looking into it. */
    private final Map<T, Integer> objects = new IdentityHashMap<>();

    int number(T thing) {
        return objects.computeIfAbsent(
                thing,
                _ -> places.computeIfAbsent(thing, _ -> {
                    all.add(thing);
                    return all.size() - 1;
                }));
    }

    List<T> all() {
        return all;
    }
}
