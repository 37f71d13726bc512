package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The edge set as it is promised, kept the slow and obvious way, without limits: an observation that joins something
 * ties each of its identifiers to its strongest one, and the first tie of a pair stays. One that joins nothing adds
 * nothing.
 */
final class EvidenceModel {
    private final Comparator<Identifier> strongestFirst;
    private final Set<Identifier> nodes = new HashSet<>();
    private final Map<Set<Identifier>, Integer> ties = new LinkedHashMap<>();
    private int seen;

    EvidenceModel(Rules rules) {
        strongestFirst = Comparator.<Identifier>comparingInt(one -> rules.rank(one.type()))
                .thenComparing(Identifier::value);
    }

    void see(Set<Identifier> observation) {
        int number = seen++;
        if (partition().stream().anyMatch(group -> group.containsAll(observation))) {
            return;
        }
        nodes.addAll(observation);
        Identifier strongest = observation.stream().min(strongestFirst).orElseThrow();
        observation.stream()
                .filter(one -> !one.equals(strongest))
                .forEach(one -> ties.putIfAbsent(Set.of(strongest, one), number));
    }

    Set<Identifier> nodes() {
        return nodes;
    }

    Set<Set<Identifier>> partition() {
        return components(nodes, ties.keySet());
    }

    Set<Identifier> groupOf(Identifier one) {
        return partition().stream()
                .filter(group -> group.contains(one))
                .findFirst()
                .orElseThrow();
    }

    /** Components when some are not there; what was tied to one of them by the same observation stays together. */
    Set<Set<Identifier>> without(Set<Identifier> gone) {
        List<Set<Identifier>> edges = new ArrayList<>();
        Map<Integer, Set<Identifier>> together = new HashMap<>();
        ties.forEach((pair, number) -> {
            Set<Identifier> left = new HashSet<>(pair);
            left.removeAll(gone);
            edges.add(left);
            if (left.size() == 1) {
                together.computeIfAbsent(number, _ -> new HashSet<>()).addAll(left);
            }
        });
        edges.addAll(together.values());
        edges.removeIf(Set::isEmpty);
        Set<Identifier> left = new HashSet<>(nodes);
        left.removeAll(gone);
        return components(left, edges);
    }

    /** Steps from one to each other of its component. */
    Map<Identifier, Integer> distances(Identifier from) {
        Map<Identifier, Integer> distances = new HashMap<>(Map.of(from, 0));
        Deque<Identifier> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            Identifier at = next.remove();
            for (Set<Identifier> pair : ties.keySet()) {
                if (pair.contains(at)) {
                    for (Identifier other : pair) {
                        if (distances.putIfAbsent(other, distances.get(at) + 1) == null) {
                            next.add(other);
                        }
                    }
                }
            }
        }
        return distances;
    }

    private static Set<Set<Identifier>> components(Set<Identifier> nodes, Collection<Set<Identifier>> edges) {
        List<Set<Identifier>> all = new ArrayList<>(edges);
        nodes.forEach(one -> all.add(Set.of(one)));
        return ConnectedComponents.of(all);
    }
}
