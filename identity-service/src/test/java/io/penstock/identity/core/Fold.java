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
    public static final String SECRET = "a secret of the tests";
    public static final ProfileIds IDS = new ProfileIds(SECRET);
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
        return apply(new LogEntry.Observe(WORKSPACE, at, START.plusSeconds(at), observation));
    }

    /** An observation whose log entry is that much later than the first. */
    public List<Output> seeLater(java.time.Duration later, String... identifiers) {
        long at = offset++;
        Observation observation = new Observation("record-" + at, "people", START.plus(later), ids(identifiers));
        return apply(new LogEntry.Observe(WORKSPACE, at, START.plus(later), observation));
    }

    public List<Output> configure(long version, io.penstock.identity.core.rules.Rules rules) {
        return apply(new LogEntry.Configure(WORKSPACE, offset++, version, rules));
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

    public List<Output> order(Order order) {
        return order("command-" + offset, order);
    }

    public List<Output> order(String commandId, Order order) {
        long at = offset++;
        return apply(new LogEntry.Command(WORKSPACE, at, START.plusSeconds(at), commandId, order));
    }

    /** The profile an observation belongs to, as it is now. */
    public Profile event(List<Output> outputs) {
        String id = outputs.stream()
                .filter(Output.Event.class::isInstance)
                .map(output -> ((Output.Event) output).profileId())
                .findFirst()
                .orElseThrow();
        return profiles().stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The profile that has an identifier. */
    public Profile of(String identifier) {
        return store.profile(WORKSPACE, store.owner(WORKSPACE, id(identifier))).orElseThrow();
    }

    public List<Output> apply(LogEntry entry) {
        return resolver.step(store, entry);
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
