package io.penstock.benchmarks.identity;

import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.local.story.Screen;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How well rule sets tell people apart of whom the truth is known. The same numbers print the same table. */
public final class QualityReport {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    /**
     * What a rule set comes to.
     *
     * @param mixed profiles that hold identifiers of more than one person
     * @param mixedPeople people who have an identifier in one of these
     * @param largest identifiers of the largest profile
     * @param largestPeople people in that profile
     * @param split people over more profiles than what was seen of them alone can connect
     */
    public record Row(
            int profiles, int mixed, int mixedPeople, int largest, int largestPeople, int split, int people) {}

    private final Screen screen;
    private final int observations;

    /** @param observations of which about one in eight is a new person */
    QualityReport(Screen screen, int observations) {
        this.screen = screen;
        this.observations = observations;
    }

    /** Every rule set, and what it comes to. */
    Map<String, Row> run() {
        int people = Math.max(1, observations * 12 / 100);
        screen.heading("Quality: %,d observations of %,d people".formatted(observations, people));
        screen.say(
                "| rules | profiles | mixed profiles | people in them | largest (identifiers/people) | people split |");
        screen.say("| --- | --- | --- | --- | --- | --- |");
        Map<String, Row> rows = new LinkedHashMap<>();
        RuleSets.all().forEach((name, rules) -> {
            Row row = measure(rules, observations, people);
            rows.put(name, row);
            screen.say(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d (%.3f %%) | %.3f %% | %,d / %,d | %.3f %% |",
                    name,
                    row.profiles(),
                    row.mixed(),
                    100.0 * row.mixed() / row.profiles(),
                    100.0 * row.mixedPeople() / row.people(),
                    row.largest(),
                    row.largestPeople(),
                    100.0 * row.split() / row.people()));
        });
        return rows;
    }

    /** Folds one story under one rule set. */
    public static Row measure(Rules rules, int observations, int people) {
        Crowd crowd = new Crowd(1, people, observations);
        Resolver resolver = new Resolver(new ProfileIds("a secret of the report"));
        HeapIdentityStore store = new HeapIdentityStore();
        store.putRules("w", new RulesInForce(1, rules));
        Components alone = new Components();
        for (int offset = 0; offset < observations; offset++) {
            Crowd.Sighting sighting = crowd.next();
            resolver.step(
                    store,
                    new LogEntry.Observe("w", offset, START, new Observation("r", "p", START, sighting.identifiers())));
            List<Identifier> own = sighting.identifiers().stream()
                    .filter(one -> crowd.owners().getOrDefault(one, -1) == sighting.person())
                    .toList();
            if (!own.isEmpty()) {
                alone.join(own);
            }
        }
        return row(store, crowd.owners(), alone.roots());
    }

    private static Row row(HeapIdentityStore store, Map<Identifier, Integer> owners, Map<Identifier, Integer> alone) {
        Map<Integer, Set<Long>> profilesOf = new HashMap<>();
        Set<Integer> mixedPeople = new HashSet<>();
        int mixed = 0;
        int largest = 0;
        int largestPeople = 0;
        for (Profile profile : store.profiles("w").values()) {
            Set<Integer> inside = new HashSet<>();
            profile.identifiers().forEach(known -> {
                Integer person = owners.get(known.identifier());
                if (person != null) {
                    inside.add(person);
                    profilesOf.computeIfAbsent(person, _ -> new HashSet<>()).add(profile.sequence());
                }
            });
            if (inside.size() > 1) {
                mixed++;
                mixedPeople.addAll(inside);
            }
            if (profile.identifiers().size() > largest) {
                largest = profile.identifiers().size();
                largestPeople = inside.size();
            }
        }
        Map<Integer, Set<Integer>> unavoidable = new HashMap<>();
        alone.forEach((identifier, root) -> unavoidable
                .computeIfAbsent(owners.get(identifier), _ -> new HashSet<>())
                .add(root));
        int split = 0;
        for (Map.Entry<Integer, Set<Long>> entry : profilesOf.entrySet()) {
            split += entry.getValue().size()
                            > unavoidable
                                    .getOrDefault(entry.getKey(), Set.of(0))
                                    .size()
                    ? 1
                    : 0;
        }
        return new Row(
                store.profiles("w").size(),
                mixed,
                mixedPeople.size(),
                largest,
                largestPeople,
                split,
                profilesOf.size());
    }
}
