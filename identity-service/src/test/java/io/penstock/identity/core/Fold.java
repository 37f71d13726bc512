package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A log being folded in memory, written the way a story is told. */
public final class Fold {
    public static final String WORKSPACE = "acme";
    public static final ProfileIds IDS = new ProfileIds("a secret of the tests");
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final HeapIdentityStore store = new HeapIdentityStore();
    private final Resolver resolver = new Resolver(IDS);
    private long offset;

    /** {@code "user_id:u1"}. */
    public static Identifier id(String text) {
        int colon = text.indexOf(':');
        return new Identifier(text.substring(0, colon), text.substring(colon + 1));
    }

    public static List<Identifier> ids(String... texts) {
        return Arrays.stream(texts).map(Fold::id).toList();
    }

    public List<Output> see(String... identifiers) {
        return see(ids(identifiers));
    }

    public List<Output> see(Collection<Identifier> identifiers) {
        return seeAt(START, identifiers);
    }

    public List<Output> seeAt(Instant asOf, Collection<Identifier> identifiers) {
        long at = offset++;
        Observation observation = new Observation("record-" + at, "people", asOf, List.copyOf(identifiers));
        return resolver.step(store, new LogEntry.Observe(WORKSPACE, at, START.plusSeconds(at), observation));
    }

    public void configure(long version, io.penstock.identity.core.rules.Rules rules) {
        resolver.step(store, new LogEntry.Configure(WORKSPACE, offset++, version, rules));
    }

    public HeapIdentityStore store() {
        return store;
    }

    /** Live profiles, oldest first. */
    public List<Profile> profiles() {
        return store.profiles(WORKSPACE).values().stream()
                .sorted(java.util.Comparator.comparingLong(Profile::sequence))
                .toList();
    }

    /** Who is together with whom. */
    public Set<Set<Identifier>> partition() {
        Set<Set<Identifier>> groups = new HashSet<>();
        profiles().forEach(profile -> groups.add(identifiers(profile)));
        return groups;
    }

    public static Set<Identifier> identifiers(Profile profile) {
        return new HashSet<>(
                profile.identifiers().stream().map(Known::identifier).toList());
    }

    public static Profile event(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Event.class::isInstance)
                .map(output -> ((Output.Event) output).profile())
                .findFirst()
                .orElseThrow();
    }

    public static List<Decision> decisions(List<Output> outputs) {
        List<Decision> decisions = new ArrayList<>();
        outputs.forEach(output -> {
            if (output instanceof Output.Decided(Decision decision)) {
                decisions.add(decision);
            }
        });
        return decisions;
    }
}
