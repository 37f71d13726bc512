package io.penstock.identity.core;

import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening.Usable;
import io.penstock.identity.core.rules.Strength;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the identifiers of one observation add up to, grown from the strongest one. Only ever grows, so what was refused
 * once stays refused: that is why a repeated observation changes nothing.
 */
final class JoinGroup {
    /** What an identifier would bring: the whole profile that has it, or just itself. */
    sealed interface Candidate {
        record Whole(Profile profile) implements Candidate {}

        record New(Usable usable) implements Candidate {}
    }

    private final Rules rules;
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Profile> profiles = new ArrayList<>();
    private final List<Usable> additions = new ArrayList<>();
    private int total;
    private int merges;

    JoinGroup(Rules rules) {
        this.rules = rules;
    }

    /** Whether the profile is part of the group already. */
    boolean holds(long sequence) {
        return profiles.stream().anyMatch(profile -> profile.sequence() == sequence);
    }

    /** Why the candidate may not join; empty if it may. The first candidate always may. */
    Optional<String> refusal(Usable by, Candidate candidate) {
        if (total == 0) {
            return Optional.empty();
        }
        Map<String, Integer> brought = counts(candidate);
        for (IdentifierType type : rules.types()) {
            int more = brought.getOrDefault(type.name(), 0);
            if (more > 0 && count(type) + more > type.limit()) {
                return Optional.of("limit " + type.name() + " " + type.limit());
            }
        }
        Limits limits = rules.limits();
        if (total + brought.values().stream().mapToInt(Integer::intValue).sum() > limits.identifiersPerProfile()) {
            return Optional.of("limit " + limits.identifiersPerProfile() + " identifiers per profile");
        }
        if (mergesWith(candidate) > limits.mergesPerProfile()) {
            return Optional.of("limit " + limits.mergesPerProfile() + " merges per profile");
        }
        if (by.type().strength() == Strength.WEAK && holdsOtherStrongValues(brought)) {
            return Optional.of("weak");
        }
        return Optional.empty();
    }

    void add(Candidate candidate) {
        counts(candidate).forEach((type, more) -> {
            counts.merge(type, more, Integer::sum);
            total += more;
        });
        switch (candidate) {
            case Candidate.Whole(Profile profile) -> {
                profiles.add(profile);
                merges += profile.merges();
            }
            case Candidate.New(Usable usable) -> additions.add(usable);
        }
    }

    /** Profiles in the group, oldest first. */
    List<Profile> oldestFirst() {
        return profiles.stream()
                .sorted(Comparator.comparingLong(Profile::sequence))
                .toList();
    }

    /** Identifiers nobody had before, strongest first. */
    List<Usable> additions() {
        return additions;
    }

    private int mergesWith(Candidate candidate) {
        return candidate instanceof Candidate.Whole(Profile profile) && !profiles.isEmpty()
                ? merges + profile.merges() + profiles.size()
                : 0;
    }

    private boolean holdsOtherStrongValues(Map<String, Integer> brought) {
        return rules.types().stream()
                .anyMatch(type -> type.strength() == Strength.STRONG
                        && count(type) > 0
                        && brought.getOrDefault(type.name(), 0) > 0);
    }

    private int count(IdentifierType type) {
        return counts.getOrDefault(type.name(), 0);
    }

    private static Map<String, Integer> counts(Candidate candidate) {
        return switch (candidate) {
            case Candidate.New(Usable usable) -> Map.of(usable.type().name(), 1);
            case Candidate.Whole(Profile profile) -> {
                Map<String, Integer> perType = new HashMap<>();
                profile.identifiers()
                        .forEach(known -> perType.merge(known.identifier().type(), 1, Integer::sum));
                yield perType;
            }
        };
    }
}
