package io.penstock.identity.streams;

import io.penstock.identity.streams.OwnedProfile.Status;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityHandoverV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each input does to one profile. Pure. Handovers may come before, between or after the profile's own events; the
 * content in the end is the same.
 *
 * <p>A profile that so far only inherited (version 0, no identifiers) is kept but not published: its first event is on
 * its way in another topic.
 */
final class ProfileFold {
    /** More than one profile can lose. */
    private static final int MOST_MOVED = 1_000;

    /**
     * What became of it.
     *
     * @param publish whether consumers of profiles see a difference worth a version
     * @param handovers what goes on to other profiles
     */
    record Folded(OwnedProfile state, boolean publish, List<IdentityHandoverV1> handovers) {}

    private ProfileFold() {}

    /** A record belongs to the profile. @throws IllegalStateException if the profile was absorbed before */
    static Folded event(OwnedProfile before, IdentityChangeV1 change, RawRecord record, Instant at) {
        OwnedProfile now = withIdentifiers(before, change);
        if (now.status() != Status.ACTIVE) {
            throw new IllegalStateException("profile " + before.profileId() + " was absorbed already");
        }
        OwnedProfile after = now.withTraits(now.traits().with(RowTraits.of(record, change.by(), change.logOffset())));
        String kind = change.absorbed().isEmpty() ? "identified" : "merged";
        return folded(before, after, kind, change, record.recordId(), at);
    }

    /** Its identifiers are others now. */
    static Folded identifiers(OwnedProfile before, IdentityChangeV1 change, Instant at) {
        return folded(before, withIdentifiers(before, change), "identified", change, null, at);
    }

    /** A part left it; what its identifiers had carried follows. */
    static Folded splitOff(OwnedProfile before, IdentityChangeV1 change, Instant at) {
        Set<String> moved = change.moved().stream().map(Traits::carrier).collect(Collectors.toSet());
        OwnedProfile now = withIdentifiers(before, change);
        Map<String, String> movedTo = new TreeMap<>(now.movedTo());
        moved.forEach(carrier -> movedTo.put(carrier, change.splitInto()));
        while (movedTo.size() > MOST_MOVED) {
            movedTo.remove(((TreeMap<String, String>) movedTo).firstKey());
        }
        List<Carried> leaving = now.traits().only(moved::contains).values();
        OwnedProfile after =
                now.withMovedTo(movedTo).withTraits(now.traits().only(carrier -> !moved.contains(carrier)));
        Folded folded = folded(before, after, "split", change, null, at);
        return new Folded(
                folded.state(), folded.publish(), handover(before, change.splitInto(), change.logOffset(), leaving));
    }

    /** The profile became part of another. */
    static Folded mergedAway(OwnedProfile before, IdentityChangeV1 change, Instant at) {
        List<Carried> all = before.traits().values();
        OwnedProfile after = new OwnedProfile(
                        before.workspace(),
                        before.profileId(),
                        Status.MERGED,
                        before.version(),
                        before.logOffset(),
                        change.createdAt(),
                        before.updatedAt(),
                        List.of(),
                        Traits.NONE,
                        List.of(),
                        change.mergedInto(),
                        before.change(),
                        before.movedTo())
                .published(change.logOffset(), at, new ProfileV1.Change("absorbed", change.decisionId(), null));
        return new Folded(after, true, handover(before, change.mergedInto(), change.logOffset(), all));
    }

    /** The person is forgotten. */
    static Folded erased(OwnedProfile before, IdentityChangeV1 change) {
        return new Folded(
                OwnedProfile.gone(before.workspace(), before.profileId(), change.logOffset()), true, List.of());
    }

    /** The profile inherits, or passes on what is not its own any more. */
    static Folded handover(OwnedProfile before, IdentityHandoverV1 handover, Instant at) {
        return switch (before.status()) {
            case GONE -> new Folded(before, false, List.of());
            case MERGED ->
                new Folded(
                        before, false, handover(before, before.mergedInto(), handover.logOffset(), handover.values()));
            case ACTIVE -> inherited(before, handover, at);
        };
    }

    private static Folded inherited(OwnedProfile before, IdentityHandoverV1 handover, Instant at) {
        List<Carried> own = new ArrayList<>();
        Map<String, List<Carried>> others = new TreeMap<>();
        handover.values().forEach(one -> {
            String target = before.movedTo().get(one.by());
            (target == null ? own : others.computeIfAbsent(target, _ -> new ArrayList<>())).add(one);
        });
        OwnedProfile after = before.withTraits(before.traits().with(own));
        List<IdentityHandoverV1> onwards = new ArrayList<>();
        others.forEach((target, values) -> onwards.addAll(handover(before, target, handover.logOffset(), values)));
        boolean publish = before.version() > 0 && isShownOtherwise(before, after);
        return new Folded(
                publish ? after.published(handover.logOffset(), at, new ProfileV1.Change("merged", null, null)) : after,
                publish,
                onwards);
    }

    private static List<IdentityHandoverV1> handover(
            OwnedProfile from, String target, long logOffset, List<Carried> values) {
        return values.isEmpty()
                ? List.of()
                : List.of(new IdentityHandoverV1(from.workspace(), target, from.profileId(), logOffset, values));
    }

    /** The state with what the change says of its identifiers, if it says anything. */
    private static OwnedProfile withIdentifiers(OwnedProfile before, IdentityChangeV1 change) {
        if (change.epoch() == 0) {
            return before;
        }
        Map<String, String> movedTo = before.movedTo();
        if (!movedTo.isEmpty()) {
            movedTo = new TreeMap<>(movedTo);
            for (ProfileV1.Known known : change.identifiers()) {
                movedTo.remove(known.type() + ":" + known.value());
            }
        }
        return new OwnedProfile(
                before.workspace(),
                before.profileId(),
                Status.ACTIVE,
                before.version(),
                before.logOffset(),
                change.createdAt(),
                before.updatedAt(),
                change.identifiers(),
                before.traits(),
                change.mergedFrom().stream().sorted().toList(),
                null,
                before.change(),
                movedTo);
    }

    private static Folded folded(
            OwnedProfile before,
            OwnedProfile after,
            String kindOfIdentifiers,
            IdentityChangeV1 change,
            String recordId,
            Instant at) {
        boolean created = before.version() == 0;
        boolean identified = before.status() != after.status()
                || !before.mergedFrom().equals(after.mergedFrom())
                || !isSame(before.identifiers(), after.identifiers());
        if (!created && !identified && !isShownOtherwise(before, after)) {
            return new Folded(after, false, List.of());
        }
        String kind = created ? "created" : identified ? kindOfIdentifiers : "traits";
        return new Folded(
                after.published(change.logOffset(), at, new ProfileV1.Change(kind, change.decisionId(), recordId)),
                true,
                List.of());
    }

    private static boolean isShownOtherwise(OwnedProfile before, OwnedProfile after) {
        if (before.identifiers() == after.identifiers() && before.traits() == after.traits()) {
            return false;
        }
        return Traits.isOther(
                before.traits().shown(before.identifiers()), after.traits().shown(after.identifiers()));
    }

    /** Whether the same are named, in whatever order; nobody has one twice. */
    private static boolean isSame(List<ProfileV1.Known> some, List<ProfileV1.Known> others) {
        return some == others || some.size() == others.size() && keys(some).equals(keys(others));
    }

    private static Set<String> keys(List<ProfileV1.Known> identifiers) {
        Set<String> keys = new HashSet<>();
        identifiers.forEach(known -> keys.add(known.type() + "|" + known.value()));
        return keys;
    }
}
