package io.penstock.transform.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

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
     * @param others ids that the person's other rows name; asked for only if some id is not named any more
     * @return empty if the record is not newer than what is remembered
     */
    static Optional<Relations> of(
            Optional<Remembered> last, SequencedMap<String, String> now, Supplier<Set<String>> others, Instant asOf) {
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
        List<String> ended = new ArrayList<>(before.keySet());
        ended.removeAll(now.keySet());
        if (!ended.isEmpty()) {
            ended.removeAll(others.get());
        }
        return Optional.of(new Relations(begun, ended, new Remembered(asOf, new TreeMap<>((Map<String, String>) now))));
    }
}
