package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The resolved profile: a public contract for other teams.
 *
 * <p>A consumer keeps the highest {@code version} per key. On {@code MERGED} it moves its own data to
 * {@code mergedInto}; a tombstone may follow. {@code logOffset} orders changes across the profiles of one workspace.
 *
 * @param version number of published states of this profile, from 1
 * @param primary strongest value per identifier type: the first one seen
 * @param traits newest known scalar values of the person's rows, by contract column name
 * @param traitMeta where each trait came from
 * @param mergedFrom profiles absorbed so far, directly or through others, sorted
 * @param mergedInto the survivor, for {@code MERGED} only
 */
public record ProfileV1(
        String workspace,
        String profileId,
        Status status,
        long version,
        long logOffset,
        Instant createdAt,
        Instant updatedAt,
        List<Known> identifiers,
        Map<String, String> primary,
        ObjectNode traits,
        Map<String, TraitMeta> traitMeta,
        List<String> mergedFrom,
        String mergedInto,
        Change change) {
    public ProfileV1 {
        identifiers = identifiers == null ? List.of() : List.copyOf(identifiers);
        // Copies that keep their order: the same profile is the same bytes in any process.
        primary = primary == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(primary));
        traitMeta = traitMeta == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(traitMeta));
        mergedFrom = mergedFrom == null ? List.of() : List.copyOf(mergedFrom);
    }

    /** Whether the profile stands for a person or points to the one that does. */
    public enum Status {
        ACTIVE,
        MERGED
    }

    /**
     * An identifier of the profile.
     *
     * @param raw the value as the source wrote it, if normalisation changed it, else null
     * @param firstSeen as-of time of the observation that brought it
     * @param lastSeen as-of time of the newest observation that repeated it, to the day
     * @param source pipeline that brought it
     */
    public record Known(String type, String value, String raw, Instant firstSeen, Instant lastSeen, String source) {}

    /** Where a trait came from: as-of time, log offset (breaks ties), pipeline, and the identifier that carried it. */
    public record TraitMeta(Instant asOf, long logOffset, String source, String by) {}

    /**
     * Why this state was published: {@code created | identified | merged | absorbed | split | traits}, and its
     * decision.
     */
    public record Change(String kind, String decisionId, String recordId) {}
}
