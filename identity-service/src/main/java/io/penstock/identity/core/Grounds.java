package io.penstock.identity.core;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** The entries of the log that profiles rest on: those that brought an identifier and those that tied two. */
final class Grounds {
    private Grounds() {}

    /**
     * What the profiles before rested on, or could since the entry, and those after do not. Cheap where one profile
     * only grew.
     */
    static Set<Long> lost(Collection<Profile> before, long entry, Collection<Profile> after) {
        if (before.size() == 1
                && after.size() == 1
                && holdsAll(after.iterator().next(), before.iterator().next())) {
            return Set.of();
        }
        Set<Long> offsets = of(before);
        offsets.add(entry);
        offsets.removeAll(of(after));
        return offsets;
    }

    private static boolean holdsAll(Profile after, Profile before) {
        Iterator<Known> candidates = after.identifiers().iterator();
        for (Known known : before.identifiers()) {
            Known same = null;
            while (same == null && candidates.hasNext()) {
                Known candidate = candidates.next();
                same = candidate.identifier().equals(known.identifier()) ? candidate : null;
            }
            if (same == null
                    || same.since() != known.since()
                    || !same.evidence().containsAll(known.evidence())) {
                return false;
            }
        }
        return true;
    }

    private static Set<Long> of(Collection<Profile> profiles) {
        Set<Long> offsets = new HashSet<>();
        for (Profile profile : profiles) {
            for (Known known : profile.identifiers()) {
                offsets.add(known.since());
                known.evidence().forEach(one -> offsets.add(one.logOffset()));
            }
        }
        return offsets;
    }
}
