package io.penstock.identity.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.ProfileV1;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Trait values with where each came from: per name, the newest value of each identifier that carried one. What a
 * profile shows is the newest among the identifiers it has, so a split or a merge needs no history.
 *
 * <p>Combining is commutative, associative and idempotent: what arrives in any order ends in the same traits. Of a name
 * the newest {@value #MOST_CARRIERS} identifiers are kept. Immutable.
 */
record Traits(SortedMap<String, List<Carried>> byName) {
    static final Traits NONE = new Traits(Collections.emptySortedMap());

    /** More identifiers than this never carry the same trait of one person, unless they are no person. */
    static final int MOST_CARRIERS = 64;

    /** The newer is the greater; a total order, so it does not matter in which order values are compared. */
    private static final Comparator<Carried> STAMP = Comparator.comparing(Carried::asOf)
            .thenComparingLong(Carried::commit)
            .thenComparingLong(Carried::tie)
            .thenComparing(one -> one.value().toString())
            .thenComparing(Carried::by)
            .thenComparingLong(Carried::logOffset);

    static Traits of(Collection<Carried> values) {
        return NONE.with(values);
    }

    /** The newest of both per name and identifier; the same instance if nothing is newer. */
    Traits with(Collection<Carried> more) {
        SortedMap<String, List<Carried>> changed = null;
        for (Carried one : more) {
            List<Carried> known = (changed == null ? byName : changed).getOrDefault(one.name(), List.of());
            List<Carried> joined = joined(known, one);
            if (joined != known) {
                changed = changed == null ? new TreeMap<>(byName) : changed;
                changed.put(one.name(), joined);
            }
        }
        return changed == null ? this : new Traits(changed);
    }

    private static List<Carried> joined(List<Carried> known, Carried one) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).by().equals(one.by())) {
                if (STAMP.compare(known.get(i), one) >= 0) {
                    return known;
                }
                List<Carried> replaced = new ArrayList<>(known);
                replaced.remove(i);
                return inserted(replaced, one);
            }
        }
        return inserted(new ArrayList<>(known), one);
    }

    /** Newest first. */
    private static List<Carried> inserted(List<Carried> others, Carried one) {
        int at = 0;
        while (at < others.size() && STAMP.compare(others.get(at), one) > 0) {
            at++;
        }
        others.add(at, one);
        return List.copyOf(others.subList(0, Math.min(MOST_CARRIERS, others.size())));
    }

    /** Only what identifiers of these carried. */
    Traits only(Predicate<String> carrier) {
        SortedMap<String, List<Carried>> kept = new TreeMap<>();
        byName.forEach((name, all) -> {
            List<Carried> some =
                    all.stream().filter(one -> carrier.test(one.by())).toList();
            if (!some.isEmpty()) {
                kept.put(name, some);
            }
        });
        return new Traits(kept);
    }

    /** What the holder of these identifiers shows, by name. */
    SortedMap<String, Carried> shown(Collection<ProfileV1.Known> identifiers) {
        Set<String> own = new HashSet<>();
        identifiers.forEach(known -> own.add(known.type() + ":" + known.value()));
        SortedMap<String, Carried> shown = new TreeMap<>();
        for (Map.Entry<String, List<Carried>> entry : byName.entrySet()) {
            for (Carried one : entry.getValue()) {
                if (own.contains(one.by())) {
                    shown.put(entry.getKey(), one);
                    break;
                }
            }
        }
        return shown;
    }

    List<Carried> values() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    static String carrier(IdentifierV1 identifier) {
        return identifier.type() + ":" + identifier.value();
    }
}
