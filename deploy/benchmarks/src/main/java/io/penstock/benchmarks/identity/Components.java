package io.penstock.benchmarks.identity;

import io.penstock.identity.core.rules.Identifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bare union-find over interned identifiers: who is together if everything counts. Fast enough for millions. */
public final class Components {
    private final Map<Identifier, Integer> numbers = new HashMap<>();
    private int[] parents = new int[1024];

    /** All of these are one; at least one. */
    public void join(List<Identifier> together) {
        int root = root(number(together.getFirst()));
        for (int i = 1; i < together.size(); i++) {
            int other = root(number(together.get(i)));
            parents[Math.max(root, other)] = Math.min(root, other);
            root = Math.min(root, other);
        }
    }

    /** The component of each identifier, as a number. */
    public Map<Identifier, Integer> roots() {
        Map<Identifier, Integer> roots = new HashMap<>();
        numbers.forEach((identifier, number) -> roots.put(identifier, root(number)));
        return roots;
    }

    private int number(Identifier identifier) {
        Integer known = numbers.get(identifier);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == parents.length) {
            parents = Arrays.copyOf(parents, 2 * number);
        }
        parents[number] = number;
        numbers.put(identifier, number);
        return number;
    }

    private int root(int number) {
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
