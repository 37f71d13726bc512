package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityHandoverV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ProfileV1.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What each input does to one profile. Pure. Handovers may come before, between or after the profile's own events; the
 * content in the end is the same.
 *
 * <p>A profile that so far only inherited (version 0, no identifiers) is kept but not published: its first event is on
 * its way in another topic.
 */
final class ProfileFold {
    /** @param publish whether consumers of profiles see a difference worth a version */
    record Folded(ProfileV1 state, boolean publish) {}

    /** @param handover what the survivor inherits */
    record MergedAway(ProfileV1 state, IdentityHandoverV1 handover) {}

    private ProfileFold() {}

    /** A record belongs to the profile. @throws IllegalStateException if the profile was absorbed before */
    static Folded event(Optional<ProfileV1> stored, IdentityChangeV1 change, Instant at) {
        ProfileV1 before = stored.orElseGet(() -> unborn(change.workspace(), change.profileId()));
        requireActive(before);
        Traits traits = Traits.of(before).with(Traits.of(change));
        boolean created = before.version() == 0;
        // An event without a decision leaves the identifiers as they are.
        List<ProfileV1.Known> identifiers = change.decisionId() == null ? before.identifiers() : change.identifiers();
        boolean identified = !keys(before.identifiers()).equals(keys(identifiers));
        boolean publish = created || identified || !traits.values().equals(before.traits());
        String kind = created ? "created" : identified ? "identified" : "traits";
        ProfileV1 after = new ProfileV1(
                before.workspace(),
                before.profileId(),
                Status.ACTIVE,
                before.version() + (publish ? 1 : 0),
                publish ? Math.max(before.logOffset(), change.logOffset()) : before.logOffset(),
                change.decisionId() == null ? before.createdAt() : change.createdAt(),
                publish ? later(before.updatedAt(), at) : before.updatedAt(),
                identifiers,
                primary(identifiers),
                traits.values(),
                traits.meta(),
                before.mergedFrom(),
                null,
                publish
                        ? new ProfileV1.Change(
                                kind, change.decisionId(), change.record().recordId())
                        : before.change());
        return new Folded(after, publish);
    }

    /** The profile became part of another. @throws IllegalStateException if it did before */
    static MergedAway mergedAway(Optional<ProfileV1> stored, IdentityChangeV1 change, Instant at) {
        ProfileV1 before = stored.orElseGet(() -> unborn(change.workspace(), change.profileId()));
        requireActive(before);
        SortedSet<String> absorbed = new TreeSet<>(before.mergedFrom());
        absorbed.add(before.profileId());
        IdentityHandoverV1 handover = new IdentityHandoverV1(
                before.workspace(),
                change.mergedInto(),
                before.profileId(),
                change.logOffset(),
                List.copyOf(absorbed),
                before.traits(),
                before.traitMeta());
        ProfileV1 after = new ProfileV1(
                before.workspace(),
                before.profileId(),
                Status.MERGED,
                before.version() + 1,
                change.logOffset(),
                change.createdAt(),
                later(before.updatedAt(), at),
                List.of(),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                List.of(),
                change.mergedInto(),
                new ProfileV1.Change("absorbed", change.decisionId(), null));
        return new MergedAway(after, handover);
    }

    /** The profile inherits. @throws IllegalStateException if it was absorbed; the handover then goes on */
    static Folded handover(Optional<ProfileV1> stored, IdentityHandoverV1 handover, Instant at) {
        ProfileV1 before = stored.orElseGet(() -> unborn(handover.workspace(), handover.profileId()));
        requireActive(before);
        Traits traits = Traits.of(before).with(new Traits(handover.traits(), handover.traitMeta()));
        SortedSet<String> absorbed = new TreeSet<>(before.mergedFrom());
        absorbed.addAll(handover.mergedFrom());
        List<String> mergedFrom = List.copyOf(absorbed);
        boolean publish = before.version() > 0
                && (!mergedFrom.equals(before.mergedFrom()) || !traits.values().equals(before.traits()));
        ProfileV1 after = new ProfileV1(
                before.workspace(),
                before.profileId(),
                Status.ACTIVE,
                before.version() + (publish ? 1 : 0),
                publish ? Math.max(before.logOffset(), handover.logOffset()) : before.logOffset(),
                before.createdAt(),
                publish ? later(before.updatedAt(), at) : before.updatedAt(),
                before.identifiers(),
                before.primary(),
                traits.values(),
                traits.meta(),
                mergedFrom,
                null,
                publish ? new ProfileV1.Change("merged", null, null) : before.change());
        return new Folded(after, publish);
    }

    /** The same handover, addressed to the profile that absorbed its addressee. */
    static IdentityHandoverV1 forwarded(IdentityHandoverV1 handover, String target) {
        return new IdentityHandoverV1(
                handover.workspace(),
                target,
                handover.from(),
                handover.logOffset(),
                handover.mergedFrom(),
                handover.traits(),
                handover.traitMeta());
    }

    private static ProfileV1 unborn(String workspace, String profileId) {
        return new ProfileV1(
                workspace,
                profileId,
                Status.ACTIVE,
                0,
                0,
                null,
                null,
                List.of(),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                List.of(),
                null,
                null);
    }

    private static void requireActive(ProfileV1 profile) {
        if (profile.status() != Status.ACTIVE) {
            throw new IllegalStateException("profile " + profile.profileId() + " was absorbed already");
        }
    }

    private static Instant later(Instant before, Instant at) {
        return before == null || at.isAfter(before) ? at : before;
    }

    private static List<String> keys(List<ProfileV1.Known> identifiers) {
        return identifiers.stream()
                .map(known -> known.type() + "|" + known.value())
                .toList();
    }

    private static Map<String, String> primary(List<ProfileV1.Known> identifiers) {
        Map<String, String> first = new LinkedHashMap<>();
        identifiers.forEach(known -> first.putIfAbsent(known.type(), known.value()));
        return first;
    }
}
