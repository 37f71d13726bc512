package io.penstock.identity.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.ProfileV1;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    SortedMap<String, Carried> shown(List<ProfileV1.Known> identifiers) {
        SortedMap<String, Carried> shown = new TreeMap<>();
        byName.forEach((name, all) -> {
            Carried one = shown(all, identifiers);
            if (one != null) {
                shown.put(name, one);
            }
        });
        return shown;
    }

    /** Whether the holder of these identifiers shows another value of any name than with the traits from before. */
    boolean isShownOtherwise(Traits before, List<ProfileV1.Known> identifiers) {
        if (byName == before.byName) {
            return false;
        }
        for (Map.Entry<String, List<Carried>> entry : byName.entrySet()) {
            List<Carried> was = before.byName.getOrDefault(entry.getKey(), List.of());
            if (was != entry.getValue() && isOther(shown(was, identifiers), shown(entry.getValue(), identifiers))) {
                return true;
            }
        }
        return before.byName.entrySet().stream()
                .anyMatch(entry -> !byName.containsKey(entry.getKey()) && shown(entry.getValue(), identifiers) != null);
    }

    static boolean isOther(Carried was, Carried is) {
        return was == null || is == null ? was != is : !Objects.equals(was.value(), is.value());
    }

    /** The newest of a name that one of these identifiers carried, or null. */
    private static Carried shown(List<Carried> all, List<ProfileV1.Known> identifiers) {
        for (Carried one : all) {
            for (ProfileV1.Known known : identifiers) {
                if (isCarrier(one.by(), known)) {
                    return one;
                }
            }
        }
        return null;
    }

    private static boolean isCarrier(String by, ProfileV1.Known known) {
        int colon = known.type().length();
        return by.length() == colon + 1 + known.value().length()
                && by.charAt(colon) == ':'
                && by.startsWith(known.type())
                && by.endsWith(known.value());
    }

    List<Carried> values() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    static String carrier(IdentifierV1 identifier) {
        return identifier.type() + ":" + identifier.value();
    }
}
