package io.penstock.identity.core;

import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the identifiers of one observation add up to, grown from the strongest one. Without types that evict it only
 * ever grows, so what was refused once stays refused: that is why a repeated observation changes nothing.
 */
final class JoinGroup {
    /** What an identifier would bring: the identifiers of the whole profile that has it, or just itself. */
    record Candidate(Optional<Profile> profile, List<Known> identifiers) {
        static Candidate whole(Profile profile) {
            return new Candidate(Optional.of(profile), profile.identifiers());
        }

        static Candidate single(Known known) {
            return new Candidate(Optional.empty(), List.of(known));
        }
    }

    private static final Comparator<Known> LEAST_RECENT = Comparator.comparing(Known::lastSeen)
            .thenComparing(Known::since)
            .thenComparing(known -> known.identifier().value());

    private final Rules rules;
    private final Instant logTime;
    private final Set<Identifier> observed;
    private final List<Profile> profiles = new ArrayList<>();
    private final List<Known> additions = new ArrayList<>();
    private final List<Known> evicted = new ArrayList<>();
    private final Set<Identifier> members = new HashSet<>();
    private int merges;

    /** @param observed identifiers that are never evicted, because this very observation has them */
    JoinGroup(Rules rules, Instant logTime, Set<Identifier> observed) {
        this.rules = rules;
        this.logTime = logTime;
        this.observed = observed;
    }

    /** Whether the profile is part of the group already. */
    boolean holds(long sequence) {
        for (Profile profile : profiles) {
            if (profile.sequence() == sequence) {
                return true;
            }
        }
        return false;
    }

    /** Why the candidate may not join; empty if it may. The first candidate always may. */
    Optional<String> refusal(IdentifierType by, Candidate candidate) {
        if (members.isEmpty()) {
            return Optional.empty();
        }
        Limits limits = rules.limits();
        int evictable = 0;
        for (IdentifierType type : rules.types()) {
            int excess = excess(type, candidate);
            if (excess > 0) {
                if (type.atLimit() != AtLimit.EVICT_OLDEST
                        || victims(type, candidate, excess).size() < excess) {
                    return Optional.of("limit " + type.name() + " " + type.limit());
                }
                evictable += excess;
            }
        }
        if (members.size() + candidate.identifiers().size() - evictable > limits.identifiersPerProfile()) {
            return Optional.of("limit " + limits.identifiersPerProfile() + " identifiers per profile");
        }
        if (mergesWith(candidate) > limits.mergesPerProfile()) {
            return Optional.of("limit " + limits.mergesPerProfile() + " merges per profile");
        }
        if (candidate.identifiers().stream().anyMatch(this::isApart)) {
            return Optional.of("cannot link");
        }
        return by.strength() == Strength.WEAK && bringsOtherStrongValues(candidate)
                ? Optional.of("weak")
                : Optional.empty();
    }

    /** Adds the candidate, evicting what its types say must make room. */
    void add(Candidate candidate) {
        if (!members.isEmpty()) {
            for (IdentifierType type : rules.types()) {
                int excess = excess(type, candidate);
                if (excess > 0) {
                    evicted.addAll(victims(type, candidate, excess));
                }
            }
        }
        candidate
                .profile()
                .ifPresentOrElse(
                        profile -> {
                            profiles.add(profile);
                            merges += profile.merges();
                        },
                        () -> additions.addAll(candidate.identifiers()));
        candidate.identifiers().forEach(known -> members.add(known.identifier()));
        evicted.forEach(known -> members.remove(known.identifier()));
    }

    private int excess(IdentifierType type, Candidate candidate) {
        int brought = count(type, candidate.identifiers());
        if (brought == 0) {
            return 0;
        }
        int held = count(type, additions);
        for (Profile profile : profiles) {
            held += count(type, profile.identifiers());
        }
        return held + brought - type.limit();
    }

    private int count(IdentifierType type, List<Known> identifiers) {
        int count = 0;
        for (int i = 0; i < identifiers.size(); i++) {
            Known known = identifiers.get(i);
            if (known.identifier().type().equals(type.name()) && counts(type, known)) {
                count++;
            }
        }
        return count;
    }

    private boolean counts(IdentifierType type, Known known) {
        if (!evicted.isEmpty() && evicted.contains(known)) {
            return false;
        }
        return type.window().isEmpty()
                || !known.came().isBefore(logTime.minus(type.window().get()));
    }

    /** Least recently seen first. */
    private List<Known> victims(IdentifierType type, Candidate candidate, int most) {
        List<Known> all = new ArrayList<>(candidate.identifiers());
        profiles.forEach(profile -> all.addAll(profile.identifiers()));
        return all.stream()
                .filter(known -> known.identifier().type().equals(type.name()))
                .filter(known -> counts(type, known) && !observed.contains(known.identifier()))
                .sorted(LEAST_RECENT)
                .limit(most)
                .toList();
    }

    private int mergesWith(Candidate candidate) {
        return candidate.profile().isPresent() && !profiles.isEmpty()
                ? merges + candidate.profile().get().merges() + profiles.size()
                : 0;
    }

    private boolean isApart(Known known) {
        for (Identifier other : known.apart()) {
            if (members.contains(other)) {
                return true;
            }
        }
        return false;
    }

    private boolean bringsOtherStrongValues(Candidate candidate) {
        for (Known known : candidate.identifiers()) {
            String type = known.identifier().type();
            boolean strong = rules.type(type)
                    .filter(it -> it.strength() == Strength.STRONG)
                    .isPresent();
            if (strong && members.stream().anyMatch(member -> member.type().equals(type))) {
                return true;
            }
        }
        return false;
    }

    /** Profiles in the group, oldest first. */
    List<Profile> oldestFirst() {
        return profiles.stream()
                .sorted(Comparator.comparingLong(Profile::sequence))
                .toList();
    }

    /** Identifiers that no profile of the group had before, strongest first. */
    List<Known> additions() {
        return additions;
    }

    /** Identifiers of profiles of the group that must leave. */
    List<Known> evicted() {
        return evicted;
    }
}
