package io.penstock.identity.streams;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Output;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.RecordV1;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an identity log means: folded in memory by the same core, with everything that follows from it, merges, splits
 * and quarantines included. Owners, filter and broker have no part in it.
 *
 * <p>Records that went past the log are told to it afterwards. They change nobody; each says which identifiers its
 * profile must have had, and carries a trait. Rules are the defaults.
 */
final class OfflineFold {
    /** How a profile must look in the end. @param n newest value of the trait {@code n}, or -1 */
    record Shown(Set<String> identifiers, Set<String> mergedFrom, int n) {
        static Shown of(ProfileV1 profile) {
            return new Shown(
                    profile.identifiers().stream()
                            .map(known -> known.type() + ":" + known.value())
                            .collect(Collectors.toSet()),
                    new TreeSet<>(profile.mergedFrom()),
                    profile.traits().path("n").asInt(-1));
        }
    }

    private record Carried(Instant asOf, long tie, int n) {
        private static final Comparator<Carried> AGE =
                Comparator.comparing(Carried::asOf).thenComparingLong(Carried::tie);
    }

    private final HeapIdentityStore store = new HeapIdentityStore();
    private final Resolver resolver = new Resolver(Fold.IDS);
    private final Rules rules = Rules.defaults();
    private final Map<String, String> profileOfRecord = new HashMap<>();
    private final Map<String, Set<String>> holders = new HashMap<>();
    private final Map<String, String> redirects = new TreeMap<>();
    private final Set<String> gone = new TreeSet<>();
    private final Map<String, Carried> newest = new HashMap<>();
    private int splits;

    /** The next entry of the log. */
    void take(Frames.Logged logged, long offset, Instant at) {
        LogEntry entry = Wire.entry(logged, offset, at);
        for (Output output : resolver.step(store, entry)) {
            take(output, logged.record());
        }
    }

    private void take(Output output, RawRecord record) {
        switch (output) {
            case Output.Event event -> {
                if (profileOfRecord.put(record.recordId(), event.profileId()) != null) {
                    throw new AssertionError("twice in the log: " + record.recordId());
                }
                event.change().ifPresent(change -> holds(change.profile()));
                RowTraits.of(record, identifier(event.seen().getFirst()), 0)
                        .forEach(one -> carry(
                                one.by(),
                                new Carried(one.asOf(), one.tie(), one.value().asInt())));
            }
            case Output.MergedAway merged -> redirects.put(merged.absorbed().id(), merged.survivorId());
            case Output.Identifiers changed -> holds(changed.profile());
            case Output.SplitOff split -> {
                splits++;
                holds(split.rest());
            }
            case Output.Erased erased -> {
                redirects.remove(erased.profileId());
                gone.add(erased.profileId());
            }
            case Output.EpochRaised _, Output.EvidenceDropped _, Output.Decided _ -> {}
            case Output.Unidentified _ -> throw new AssertionError("names nobody: " + record.recordId());
        }
    }

    private void holds(Profile profile) {
        redirects.remove(profile.id());
        gone.remove(profile.id());
        profile.identifiers()
                .forEach(known -> holders.computeIfAbsent(text(known.identifier()), _ -> new HashSet<>(2))
                        .add(profile.id()));
    }

    private void carry(String by, Carried one) {
        newest.merge(by, one, (known, other) -> Carried.AGE.compare(known, other) >= 0 ? known : other);
    }

    /** The profile that the log gave a record to; empty if the record is not in the log. */
    Optional<String> logged(String recordId) {
        return Optional.ofNullable(profileOfRecord.get(recordId));
    }

    /** A record that went past the log. @return the profiles that it may have been resolved to */
    Set<String> past(RecordV1 record) {
        List<Identifier> usable = rules
                .screen(record.identifiers().stream()
                        .map(one -> new Identifier(one.type(), one.value()))
                        .toList())
                .usable()
                .stream()
                .map(Screening.Usable::identifier)
                .toList();
        carry(
                text(usable.getFirst()),
                new Carried(
                        record.asOf(),
                        RowTraits.tie(record.recordId()),
                        record.row().path("n").asInt()));
        Set<String> possible = new HashSet<>(holders.getOrDefault(text(usable.getFirst()), Set.of()));
        usable.forEach(identifier -> possible.retainAll(holders.getOrDefault(text(identifier), Set.of())));
        return possible;
    }

    Map<String, Shown> live() {
        Map<String, Shown> live = new TreeMap<>();
        store.profiles(Fold.WORKSPACE).values().forEach(profile -> live.put(profile.id(), shown(profile)));
        return live;
    }

    private Shown shown(Profile profile) {
        Set<String> identifiers = profile.identifiers().stream()
                .map(known -> text(known.identifier()))
                .collect(Collectors.toSet());
        int n = identifiers.stream()
                .map(newest::get)
                .filter(java.util.Objects::nonNull)
                .max(Carried.AGE)
                .map(Carried::n)
                .orElse(-1);
        return new Shown(identifiers, new TreeSet<>(profile.absorbed()), n);
    }

    /** Absorbed profiles, and what absorbed each. */
    Map<String, String> redirects() {
        return redirects;
    }

    /** Profiles of which nothing may be left. */
    Set<String> gone() {
        return gone;
    }

    int splits() {
        return splits;
    }

    private static String text(Identifier identifier) {
        return identifier.type() + ":" + identifier.value();
    }

    private static IdentifierV1 identifier(Identifier identifier) {
        return new IdentifierV1(identifier.type(), identifier.value());
    }
}
