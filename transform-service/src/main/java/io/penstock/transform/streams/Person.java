package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a profile, as its state store writes it.
 *
 * @param version of the profile state it came from; older states are ignored
 * @param mergedInto the survivor if the profile is only an alias, else null
 * @param mergedFrom profiles that are part of this one
 * @param erasedAt when the person was erased, else null; ids of profiles are never used again, so it stays so
 */
record Person(
        long version,
        List<IdentifierV1> identifiers,
        Map<String, String> primary,
        String mergedInto,
        List<String> mergedFrom,
        Instant erasedAt) {
    /** Nothing is known yet. */
    static final Person UNKNOWN = new Person(0, List.of(), Map.of(), null, List.of(), null);

    Person {
        mergedFrom = mergedFrom == null ? List.of() : List.copyOf(mergedFrom); // older states have none
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
                survivor(profile),
                profile.mergedFrom(),
                null);
    }

    /** What is left of an erased person: nothing but the fact, so that what is still on its way goes nowhere. */
    Person erased(Instant at) {
        return new Person(version, List.of(), Map.of(), null, List.of(), at);
    }

    /** Still an alias, but the next state of the profile counts its versions from the beginning. */
    Person redirectEnded() {
        return new Person(0, identifiers, primary, mergedInto, mergedFrom, erasedAt);
    }

    boolean gone() {
        return erasedAt != null;
    }

    /** Whether another address may follow from it, or another merge. */
    boolean differsFrom(Person before) {
        return !identifiers.equals(before.identifiers)
                || !primary.equals(before.primary)
                || !mergedFrom.equals(before.mergedFrom);
    }

    /**
     * Whether it says nothing that an earlier state did not, so that it need not be kept: states of one profile come in
     * their order, and those up to this one that come again later say the same.
     */
    boolean saysWhatWasSaid(Person before) {
        return before.version > 0
                && equals(new Person(
                        version,
                        before.identifiers,
                        before.primary,
                        before.mergedInto,
                        before.mergedFrom,
                        before.erasedAt));
    }

    boolean has(IdentifierV1 identifier) {
        return identifiers.contains(identifier);
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
