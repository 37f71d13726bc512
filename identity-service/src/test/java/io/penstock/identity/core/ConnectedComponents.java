package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The oracle: who is together if every observation counts and nothing limits it. Plain union-find. */
final class ConnectedComponents {
    private final Map<Identifier, Identifier> parents = new HashMap<>();

    private ConnectedComponents() {}

    static Set<Set<Identifier>> of(Collection<Set<Identifier>> observations) {
        ConnectedComponents components = new ConnectedComponents();
        for (Set<Identifier> observation : observations) {
            Identifier first = observation.iterator().next();
            observation.forEach(other -> components.parents.put(components.root(other), components.root(first)));
        }
        Map<Identifier, Set<Identifier>> groups = new HashMap<>();
        Set.copyOf(components.parents.keySet())
                .forEach(one -> groups.computeIfAbsent(components.root(one), _ -> new HashSet<>())
                        .add(one));
        return new HashSet<>(groups.values());
    }

    private Identifier root(Identifier one) {
        Identifier at = one;
        while (parents.containsKey(at) && !parents.get(at).equals(at)) {
            at = parents.get(at);
        }
        return at;
    }
}
