package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The ties inside one profile, as an undirected graph. All lists keep the order of the profile. */
final class EvidenceGraph {
    /** A tie as it is walked. */
    record Tie(Identifier from, Identifier to, Evidence evidence) {}

    private final Map<Identifier, Known> nodes = new LinkedHashMap<>();
    private final Map<Identifier, List<Tie>> ties = new HashMap<>();

    EvidenceGraph(Collection<Known> identifiers) {
        identifiers.forEach(known -> nodes.put(known.identifier(), known));
        for (Known known : identifiers) {
            for (Evidence evidence : known.evidence()) {
                if (nodes.containsKey(evidence.with())) {
                    connect(known.identifier(), evidence.with(), evidence);
                }
            }
        }
    }

    private void connect(Identifier weaker, Identifier stronger, Evidence evidence) {
        ties.computeIfAbsent(weaker, _ -> new ArrayList<>()).add(new Tie(weaker, stronger, evidence));
        ties.computeIfAbsent(stronger, _ -> new ArrayList<>()).add(new Tie(stronger, weaker, evidence));
    }

    List<Tie> ties(Identifier identifier) {
        return ties.getOrDefault(identifier, List.of());
    }

    /**
     * The identifiers without some. What was seen together with one of these in one observation stays tied as if they
     * had not been part of it.
     */
    List<Known> without(Set<Identifier> gone) {
        Map<Long, Set<Identifier>> seenTogether = new TreeMap<>();
        for (Identifier one : gone) {
            for (Tie tie : ties(one)) {
                if (!gone.contains(tie.to()) && tie.evidence().kind() == Evidence.Kind.SEEN) {
                    seenTogether
                            .computeIfAbsent(tie.evidence().logOffset(), _ -> new java.util.HashSet<>())
                            .add(tie.to());
                }
            }
        }
        Map<Identifier, Known> left = untied(gone);
        seenTogether.forEach((offset, members) -> tie(left, members, offset, Evidence.Kind.SEEN));
        return List.copyOf(left.values());
    }

    /** The identifiers without one, everything that was tied to it tied to each other: the rest stays in one piece. */
    List<Known> contracted(Identifier gone) {
        Map<Identifier, Known> left = untied(Set.of(gone));
        List<Identifier> neighbours = new ArrayList<>();
        long offset = 0;
        for (Tie tie : ties(gone)) {
            neighbours.add(tie.to());
            offset = Math.max(offset, tie.evidence().logOffset());
        }
        tie(left, Set.copyOf(neighbours), offset, Evidence.Kind.SEEN);
        return List.copyOf(left.values());
    }

    private Map<Identifier, Known> untied(Set<Identifier> gone) {
        Map<Identifier, Known> left = new LinkedHashMap<>();
        nodes.forEach((identifier, known) -> {
            if (!gone.contains(identifier)) {
                left.put(identifier, untied(known, gone));
            }
        });
        return left;
    }

    private static Known untied(Known known, Set<Identifier> gone) {
        List<Evidence> kept = known.evidence().stream()
                .filter(evidence -> !gone.contains(evidence.with()))
                .toList();
        return kept.size() == known.evidence().size() ? known : known.with(kept);
    }

    private static void tie(Map<Identifier, Known> left, Set<Identifier> members, long offset, Evidence.Kind kind) {
        Identifier strongest = null;
        for (Identifier one : List.copyOf(left.keySet())) {
            if (!members.contains(one)) {
                continue;
            }
            if (strongest == null) {
                strongest = one;
            } else {
                left.put(one, left.get(one).tied(new Evidence(strongest, offset, kind)));
            }
        }
    }

    /** These alone, in one piece: where nothing else ties them together, the order that names them does. */
    List<Known> only(Set<Identifier> kept, long logOffset) {
        Set<Identifier> gone = new java.util.HashSet<>(nodes.keySet());
        gone.removeAll(kept);
        List<Known> alone = without(gone);
        Map<Identifier, Known> joined = new LinkedHashMap<>();
        alone.forEach(known -> joined.put(known.identifier(), known));
        List<Identifier> heads = new EvidenceGraph(alone)
                .components().stream()
                        .map(component -> component.getFirst().identifier())
                        .toList();
        tie(joined, Set.copyOf(heads), logOffset, Evidence.Kind.ORDERED);
        return List.copyOf(joined.values());
    }

    /** What hangs together, in the order of the strongest member of each. */
    List<List<Known>> components() {
        Map<Identifier, Integer> component = new HashMap<>();
        List<List<Known>> components = new ArrayList<>();
        for (Identifier start : nodes.keySet()) {
            if (!component.containsKey(start)) {
                int number = components.size();
                distances(start).keySet().forEach(one -> component.put(one, number));
                components.add(new ArrayList<>());
            }
            components.get(component.get(start)).add(nodes.get(start));
        }
        return components;
    }

    /** Number of ties between one identifier and each that can be reached from it. */
    Map<Identifier, Integer> distances(Identifier from) {
        Map<Identifier, Integer> distances = new HashMap<>();
        Deque<Identifier> next = new ArrayDeque<>(List.of(from));
        distances.put(from, 0);
        while (!next.isEmpty()) {
            Identifier at = next.remove();
            for (Tie tie : ties(at)) {
                if (distances.putIfAbsent(tie.to(), distances.get(at) + 1) == null) {
                    next.add(tie.to());
                }
            }
        }
        return distances;
    }

    /** The fewest ties between two identifiers, among equals those that are first in the profile. */
    Optional<List<Tie>> path(Identifier from, Identifier to) {
        Map<Identifier, Tie> reachedBy = new HashMap<>();
        Deque<Identifier> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty() && !next.contains(to)) {
            for (Tie tie : ties(next.remove())) {
                if (!tie.to().equals(from) && reachedBy.putIfAbsent(tie.to(), tie) == null) {
                    next.add(tie.to());
                }
            }
        }
        List<Tie> path = new ArrayList<>();
        for (Identifier at = to; !at.equals(from); at = path.getLast().from()) {
            if (!reachedBy.containsKey(at)) {
                return Optional.empty();
            }
            path.add(reachedBy.get(at));
        }
        Collections.reverse(path);
        return Optional.of(path);
    }
}
