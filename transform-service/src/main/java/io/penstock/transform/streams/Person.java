package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ProfileV1;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a profile, as its state store writes it.
 *
 * @param version of the profile state it came from; older states are ignored
 * @param mergedInto the survivor if the profile is only an alias, else null
 */
record Person(long version, List<IdentifierV1> identifiers, Map<String, String> primary, String mergedInto) {
    /** Nothing is known yet. */
    static final Person UNKNOWN = new Person(0, List.of(), Map.of(), null);

    Person {
        identifiers = List.copyOf(identifiers);
        primary = Map.copyOf(primary);
    }

    static Person of(ProfileV1 profile) {
        return new Person(
                profile.version(),
                profile.identifiers().stream()
                        .map(known -> new IdentifierV1(known.type(), known.value()))
                        .toList(),
                profile.primary(),
                survivor(profile));
    }

    /** A profile that says it became part of itself would be passed on for ever. */
    private static String survivor(ProfileV1 profile) {
        return profile.status() == ProfileV1.Status.MERGED
                        && !profile.profileId().equals(profile.mergedInto())
                ? profile.mergedInto()
                : null;
    }

    /** The profile this one became part of. */
    Optional<String> survivor() {
        return Optional.ofNullable(mergedInto);
    }
}
