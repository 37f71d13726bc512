package io.penstock.customerio.sandbox.workspace;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Manual segments and who is in them (rule 24). */
final class Segments {

    private final Map<String, Set<Profile>> members = new TreeMap<>();

    Segments(Set<String> known) {
        known.forEach(id -> members.put(id, new LinkedHashSet<>()));
    }

    void add(String segment, Profile person) {
        members.getOrDefault(segment, new LinkedHashSet<>()).add(person);
    }

    void remove(String segment, Profile person) {
        members.getOrDefault(segment, new LinkedHashSet<>()).remove(person);
    }

    /** The secondary's places go to the primary. */
    void merge(Profile primary, Profile secondary) {
        members.values().stream().filter(people -> people.remove(secondary)).forEach(people -> people.add(primary));
    }

    void forget(Profile person) {
        members.values().forEach(people -> people.remove(person));
    }

    Map<String, Set<Profile>> all() {
        return members;
    }
}
