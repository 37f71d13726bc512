package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the owner keeps of a profile. {@link ProfileV1} is what of it is public.
 *
 * @param version number of published states, 0 while there was none
 * @param traits also of identifiers that the profile does not have (yet): they are not shown
 * @param movedTo identifiers that were split off, and where to: traits of theirs that come late follow them
 */
record OwnedProfile(
        String workspace,
        String profileId,
        Status status,
        long version,
        long logOffset,
        Instant createdAt,
        Instant updatedAt,
        List<ProfileV1.Known> identifiers,
        Traits traits,
        List<String> mergedFrom,
        String mergedInto,
        ProfileV1.Change change,
        Map<String, String> movedTo) {

    /** How much of it there is. */
    enum Status {
        ACTIVE,
        MERGED,
        /** Forgotten: nothing but the id and the offset of the entry that ordered it. */
        GONE
    }

    static OwnedProfile unborn(String workspace, String profileId) {
        return new OwnedProfile(
                workspace,
                profileId,
                Status.ACTIVE,
                0,
                0,
                null,
                null,
                List.of(),
                Traits.NONE,
                List.of(),
                null,
                null,
                Map.of());
    }

    static OwnedProfile gone(String workspace, String profileId, long logOffset) {
        return new OwnedProfile(
                workspace,
                profileId,
                Status.GONE,
                0,
                logOffset,
                null,
                null,
                List.of(),
                Traits.NONE,
                List.of(),
                null,
                null,
                Map.of());
    }

    boolean has(IdentifierV1 identifier) {
        for (ProfileV1.Known known : identifiers) {
            if (known.type().equals(identifier.type()) && known.value().equals(identifier.value())) {
                return true;
            }
        }
        return false;
    }

    OwnedProfile withTraits(Traits changed) {
        return changed == traits
                ? this
                : new OwnedProfile(
                        workspace,
                        profileId,
                        status,
                        version,
                        logOffset,
                        createdAt,
                        updatedAt,
                        identifiers,
                        changed,
                        mergedFrom,
                        mergedInto,
                        change,
                        movedTo);
    }

    OwnedProfile withMovedTo(Map<String, String> changed) {
        return new OwnedProfile(
                workspace,
                profileId,
                status,
                version,
                logOffset,
                createdAt,
                updatedAt,
                identifiers,
                traits,
                mergedFrom,
                mergedInto,
                change,
                changed);
    }

    /** With the next version. */
    OwnedProfile published(long offset, Instant at, ProfileV1.Change why) {
        return new OwnedProfile(
                workspace,
                profileId,
                status,
                version + 1,
                Math.max(logOffset, offset),
                createdAt,
                updatedAt == null || at.isAfter(updatedAt) ? at : updatedAt,
                identifiers,
                traits,
                mergedFrom,
                mergedInto,
                why,
                movedTo);
    }

    /** The public state; null for one that is forgotten. */
    ProfileV1 open() {
        if (status == Status.GONE) {
            return null;
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        Map<String, ProfileV1.TraitMeta> meta = new LinkedHashMap<>();
        for (Carried one : traits.shown(identifiers)) {
            values.set(one.name(), one.value());
            meta.put(one.name(), new ProfileV1.TraitMeta(one.asOf(), one.logOffset(), one.source(), one.by()));
        }
        return new ProfileV1(
                workspace,
                profileId,
                status == Status.ACTIVE ? ProfileV1.Status.ACTIVE : ProfileV1.Status.MERGED,
                version,
                logOffset,
                createdAt,
                updatedAt,
                identifiers,
                primary(),
                values,
                meta,
                mergedFrom,
                mergedInto,
                change);
    }

    /** The strongest value of each type. */
    Map<String, String> primary() {
        Map<String, String> first = new LinkedHashMap<>();
        identifiers.forEach(known -> first.putIfAbsent(known.type(), known.value()));
        return first;
    }
}
