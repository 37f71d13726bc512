package io.penstock.identity.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.ProfileV1;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Trait values with where each came from: per name, the newest value of each identifier that carried one. What a
 * profile shows is the newest among the identifiers it has, so a split or a merge needs no history.
 *
 * <p>Combining is commutative, associative and idempotent: what arrives in any order ends in the same traits. Of a name
 * the newest {@value #MOST_CARRIERS} identifiers are kept. Immutable.
 *
 * @param values by name, of a name the newest first
 */
record Traits(List<Carried> values) {
    static final Traits NONE = new Traits(List.of());

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
        List<Carried> changed = null;
        for (Carried one : more) {
            List<Carried> all = changed == null ? values : changed;
            int from = start(all, one.name());
            int to = from;
            int known = -1;
            while (to < all.size() && all.get(to).name().equals(one.name())) {
                known = all.get(to).by().equals(one.by()) ? to : known;
                to++;
            }
            if (known < 0 || STAMP.compare(all.get(known), one) < 0) {
                changed = changed == null ? new ArrayList<>(values) : changed;
                take(changed, from, to, known, one);
            }
        }
        return changed == null ? this : new Traits(Collections.unmodifiableList(changed));
    }

    /** First place of a name, or where it would be. */
    private static int start(List<Carried> all, String name) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (all.get(middle).name().compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** @param known the place among those of its name of what it takes the place of, or -1 */
    private static void take(List<Carried> all, int from, int to, int known, Carried one) {
        int end = to;
        if (known >= 0) {
            all.remove(known);
            end--;
        }
        int at = from;
        while (at < end && STAMP.compare(all.get(at), one) > 0) {
            at++;
        }
        all.add(at, one);
        if (end + 1 - from > MOST_CARRIERS) {
            all.remove(end);
        }
    }

    /** Only what identifiers of these carried. */
    Traits only(Predicate<String> carrier) {
        return new Traits(values.stream().filter(one -> carrier.test(one.by())).toList());
    }

    /** What the holder of these identifiers shows, in the order of names. */
    List<Carried> shown(List<ProfileV1.Known> identifiers) {
        List<Carried> shown = new ArrayList<>();
        String done = null;
        for (Carried one : values) {
            if (!one.name().equals(done) && isCarried(one, identifiers)) {
                shown.add(one);
                done = one.name();
            }
        }
        return shown;
    }

    /** Whether two lists of {@link #shown} differ in a name or in the value of one. */
    static boolean isOther(List<Carried> was, List<Carried> is) {
        if (was.size() != is.size()) {
            return true;
        }
        for (int i = 0; i < is.size(); i++) {
            if (!was.get(i).name().equals(is.get(i).name())
                    || !was.get(i).value().equals(is.get(i).value())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCarried(Carried one, List<ProfileV1.Known> identifiers) {
        for (ProfileV1.Known known : identifiers) {
            if (isCarrier(one.by(), known)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCarrier(String by, ProfileV1.Known known) {
        int colon = known.type().length();
        return by.length() == colon + 1 + known.value().length()
                && by.charAt(colon) == ':'
                && by.startsWith(known.type())
                && by.endsWith(known.value());
    }

    static String carrier(IdentifierV1 identifier) {
        return identifier.type() + ":" + identifier.value();
    }
}
