package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What other rules would make of a log: folds the same entries under two sets of rules and compares. Rules in the log
 * itself are passed over; commands count for both.
 *
 * <p>Holds both states in memory, about 0.5 KB per identifier. One thread.
 */
public final class RulesPreview {
    /**
     * The difference.
     *
     * @param profilesNow live profiles under the present rules
     * @param profilesThen live profiles under the proposed ones
     * @param merging profiles of then that hold identifiers of more than one of now
     * @param splitting profiles of now whose identifiers are in more than one of then
     * @param moving identifiers whose profile would have another id
     * @param unused identifiers somebody has now and nobody then
     * @param added identifiers nobody has now and somebody then
     * @param merges first examples of {@code merging}, by profile id
     * @param splits first examples of {@code splitting}, by profile id
     */
    public record Difference(
            int profilesNow,
            int profilesThen,
            int merging,
            int splitting,
            int moving,
            int unused,
            int added,
            List<Example> merges,
            List<Example> splits) {
        public Difference {
            merges = List.copyOf(merges);
            splits = List.copyOf(splits);
        }

        /** Whether everybody would be who they are. */
        public boolean isNone() {
            return merging + splitting + moving + unused + added == 0;
        }
    }

    /**
     * One profile and what it is on the other side.
     *
     * @param others at most ten, by id
     * @param identifiers how many it has
     * @param some the strongest of them, at most five
     */
    public record Example(String profileId, List<String> others, int identifiers, List<Identifier> some) {
        public Example {
            others = List.copyOf(others);
            some = List.copyOf(some);
        }
    }

    private static final int OTHERS = 10;
    private static final int SOME = 5;

    private final Resolver resolver;
    private final String workspace;
    private final int examples;
    private final HeapIdentityStore now = new HeapIdentityStore();
    private final HeapIdentityStore then = new HeapIdentityStore();

    /** @param examples most examples of each kind, 0 or more */
    public RulesPreview(ProfileIds ids, String workspace, Rules present, Rules proposed, int examples) {
        this.resolver = new Resolver(ids);
        this.workspace = workspace;
        this.examples = examples;
        now.putRules(workspace, new RulesInForce(0, present));
        then.putRules(workspace, new RulesInForce(0, proposed));
    }

    /** The next entry of the log; those of other workspaces are passed over. */
    public void take(LogEntry entry) {
        if (entry.workspace().equals(workspace) && !(entry instanceof LogEntry.Configure)) {
            resolver.step(now, entry);
            resolver.step(then, entry);
        }
    }

    /** What the entries so far come to. */
    public Difference difference() {
        Map<Identifier, String> idsNow = profileIds(now);
        Map<Identifier, String> idsThen = profileIds(then);
        Map<String, SortedSet<String>> thenToNow = new TreeMap<>();
        Map<String, SortedSet<String>> nowToThen = new TreeMap<>();
        int moving = 0;
        int unused = 0;
        for (Map.Entry<Identifier, String> entry : idsNow.entrySet()) {
            String before = entry.getValue();
            String after = idsThen.get(entry.getKey());
            if (after == null) {
                unused++;
                continue;
            }
            moving += before.equals(after) ? 0 : 1;
            nowToThen.computeIfAbsent(before, _ -> new TreeSet<>()).add(after);
            thenToNow.computeIfAbsent(after, _ -> new TreeSet<>()).add(before);
        }
        int common = idsNow.size() - unused;
        return new Difference(
                now.profiles(workspace).size(),
                then.profiles(workspace).size(),
                severals(thenToNow),
                severals(nowToThen),
                moving,
                unused,
                idsThen.size() - common,
                examples(thenToNow, then),
                examples(nowToThen, now));
    }

    private Map<Identifier, String> profileIds(HeapIdentityStore store) {
        Map<Identifier, String> ids = new HashMap<>();
        store.owners(workspace)
                .forEach((identifier, sequence) -> ids.put(identifier, store.profileId(workspace, sequence)));
        return ids;
    }

    private static int severals(Map<String, SortedSet<String>> others) {
        return (int) others.values().stream().filter(ids -> ids.size() > 1).count();
    }

    private List<Example> examples(Map<String, SortedSet<String>> others, HeapIdentityStore store) {
        Map<String, List<Known>> had = new HashMap<>();
        store.profiles(workspace).values().forEach(profile -> had.put(profile.id(), profile.identifiers()));
        List<Example> found = new ArrayList<>();
        others.forEach((id, ids) -> {
            if (ids.size() > 1 && found.size() < examples) {
                found.add(example(id, ids, had.get(id)));
            }
        });
        return found;
    }

    private static Example example(String id, SortedSet<String> others, List<Known> identifiers) {
        return new Example(
                id,
                others.stream().limit(OTHERS).toList(),
                identifiers.size(),
                identifiers.stream().limit(SOME).map(Known::identifier).toList());
    }
}
