package io.penstock.benchmarks.identity;

import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import io.penstock.local.story.Screen;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How well rule sets tell people apart of whom the truth is known. The same numbers print the same table.
 *
 * <p>Counted are keys: identifiers of types that are strong by default, that really are one person's. A mixed profile
 * holds keys of several people. A person is split if the keys are in more profiles than they would be if nobody else
 * existed: what was never seen together, not even through a cookie, no rule can join, and counts against none. Cookies
 * and devices say nothing about who is who until a key is there, so they are counted apart: as astray if they are one
 * person's and in a profile that holds keys, but none of that person.
 */
public final class QualityReport {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final String HERE = "w";
    private static final Set<String> KEYS = Rules.defaults().types().stream()
            .filter(type -> type.strength() == Strength.STRONG)
            .map(IdentifierType::name)
            .collect(Collectors.toSet());

    /**
     * What a rule set comes to.
     *
     * @param profiles that hold keys of anybody
     * @param mixed profiles that hold keys of more than one person
     * @param people who have keys
     * @param mixedPeople people who have a key in a mixed profile
     * @param split people whose keys are in more profiles than what was seen of them alone can connect
     * @param weak cookies and devices that are one person's
     * @param astray those of them among keys of others only
     * @param largest identifiers of the largest profile
     * @param largestPeople people with keys in that profile
     */
    public record Row(
            int profiles,
            int mixed,
            int people,
            int mixedPeople,
            int split,
            int weak,
            int astray,
            int largest,
            int largestPeople) {}

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
        screen.say("| rules | profiles with keys | mixed | people in them | people split | weak astray"
                + " | largest (identifiers / people) |");
        screen.say("| --- | --- | --- | --- | --- | --- | --- |");
        Map<String, Row> rows = new LinkedHashMap<>();
        RuleSets.all().forEach((name, set) -> {
            Row row = measure(set, observations, people);
            rows.put(name, row);
            screen.say(line(name, row));
        });
        return rows;
    }

    private static String line(String name, Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d (%.3f %%) | %,d (%.3f %%) | %,d (%.3f %%) | %.3f %% | %,d / %,d |",
                name,
                row.profiles(),
                row.mixed(),
                100.0 * row.mixed() / row.profiles(),
                row.mixedPeople(),
                100.0 * row.mixedPeople() / row.people(),
                row.split(),
                100.0 * row.split() / row.people(),
                100.0 * row.astray() / row.weak(),
                row.largest(),
                row.largestPeople());
    }

    /** Folds one story under one rule set. */
    public static Row measure(RuleSets.RuleSet set, int observations, int people) {
        Crowd crowd = new Crowd(1, people, observations, set.junk());
        Resolver resolver = new Resolver(new ProfileIds("a secret of the report"));
        HeapIdentityStore store = new HeapIdentityStore();
        store.putRules(HERE, new RulesInForce(1, set.rules()));
        Components alone = new Components();
        for (int offset = 0; offset < observations; offset++) {
            Crowd.Sighting sighting = crowd.next();
            Observation observation = new Observation("r", "p", START, sighting.identifiers());
            resolver.step(store, new LogEntry.Observe(HERE, offset, START, observation));
            List<Identifier> own = sighting.identifiers().stream()
                    .filter(one -> crowd.owners().getOrDefault(one, -1) == sighting.person())
                    .toList();
            if (!own.isEmpty()) {
                alone.join(own);
            }
        }
        Tally tally = new Tally(crowd.owners(), alone.roots());
        store.profiles(HERE).values().forEach(tally::add);
        return tally.row();
    }

    /** Profiles held against the truth. */
    private static final class Tally {
        private final Map<Identifier, Integer> owners;
        private final Map<Identifier, Integer> alone;
        private final Set<Integer> people = new HashSet<>();
        private final Map<Integer, Integer> profilesOf = new HashMap<>();
        private final Set<Integer> mixedPeople = new HashSet<>();
        private int profiles;
        private int mixed;
        private int weak;
        private int astray;
        private int largest;
        private int largestPeople;

        /** @param alone components of what was seen of each person, as if nobody else existed */
        Tally(Map<Identifier, Integer> owners, Map<Identifier, Integer> alone) {
            this.owners = owners;
            this.alone = alone;
        }

        void add(Profile profile) {
            Set<Integer> inside = new HashSet<>();
            Set<Integer> here = new HashSet<>();
            for (Known known : profile.identifiers()) {
                Integer person = isKey(known.identifier()) ? owners.get(known.identifier()) : null;
                if (person != null) {
                    inside.add(person);
                    // An address that only a stranger ever gave says nothing about the person.
                    if (alone.containsKey(known.identifier())) {
                        here.add(person);
                    }
                }
            }
            people.addAll(inside);
            here.forEach(person -> profilesOf.merge(person, 1, Integer::sum));
            profiles += inside.isEmpty() ? 0 : 1;
            if (inside.size() > 1) {
                mixed++;
                mixedPeople.addAll(inside);
            }
            for (Known known : profile.identifiers()) {
                Integer person = isKey(known.identifier()) ? null : owners.get(known.identifier());
                weak += person == null ? 0 : 1;
                astray += person == null || inside.isEmpty() || inside.contains(person) ? 0 : 1;
            }
            if (profile.identifiers().size() > largest) {
                largest = profile.identifiers().size();
                largestPeople = inside.size();
            }
        }

        Row row() {
            Map<Integer, Set<Integer>> pieces = new HashMap<>();
            alone.forEach((identifier, root) -> {
                if (isKey(identifier)) {
                    pieces.computeIfAbsent(owners.get(identifier), _ -> new HashSet<>())
                            .add(root);
                }
            });
            int split = 0;
            for (Map.Entry<Integer, Integer> entry : profilesOf.entrySet()) {
                split += entry.getValue() > pieces.get(entry.getKey()).size() ? 1 : 0;
            }
            return new Row(
                    profiles, mixed, people.size(), mixedPeople.size(), split, weak, astray, largest, largestPeople);
        }

        private static boolean isKey(Identifier identifier) {
            return KEYS.contains(identifier.type());
        }
    }
}
