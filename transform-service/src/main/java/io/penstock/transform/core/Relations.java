package io.penstock.transform.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which relations begin and which end when a row names things. A pure function of what the row named before and what it
 * names now.
 *
 * @param begun ids that are new or whose relation has other attributes now, in the row's order
 * @param ended ids that the row named before, and no row of the person names any more
 * @param next what to remember
 */
record Relations(List<String> begun, List<String> ended, Remembered next) {
    /**
     * Compares.
     *
     * @param last empty if the row named nothing yet
     * @param now id to the attributes of its relation, as text
     * @param others what the rule remembers of the person's other rows
     * @return empty if the record is not newer than what is remembered
     */
    static Optional<Relations> of(
            Optional<Remembered> last, SequencedMap<String, String> now, Collection<Remembered> others, Instant asOf) {
        if (last.isPresent() && !asOf.isAfter(last.get().asOf())) {
            return Optional.empty();
        }
        SortedMap<String, String> before = last.map(Remembered::values).orElseGet(TreeMap::new);
        List<String> begun = new ArrayList<>();
        now.forEach((id, attributes) -> {
            if (!attributes.equals(before.get(id))) {
                begun.add(id);
            }
        });
        List<String> ended = before.keySet().stream()
                .filter(id -> !now.containsKey(id))
                .filter(id -> others.stream().map(Remembered::values).noneMatch(values -> values.containsKey(id)))
                .toList();
        return Optional.of(new Relations(begun, ended, new Remembered(asOf, new TreeMap<>((Map<String, String>) now))));
    }
}
