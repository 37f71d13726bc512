package io.penstock.schemas.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code kind: Identity}. Identifier types, strongest first (the file's order is the priority), and what is never an
 * identifier.
 *
 * @param blocked identifier type (or {@code *}) to values that are never identifiers; {@code /…/} is a pattern
 * @param afterErase what an identifier of a person who was forgotten means when it is seen again, default refuse
 */
public record IdentitySpec(
        SequencedMap<String, IdentifierType> types,
        SequencedMap<String, List<String>> blocked,
        Limits limits,
        AfterErase afterErase) {
    public IdentitySpec {
        types = new LinkedHashMap<>(types);
        blocked = blocked == null ? new LinkedHashMap<>() : new LinkedHashMap<>(blocked);
        limits = limits == null ? new Limits(null, null, null, null) : limits;
        afterErase = afterErase == null ? AfterErase.REFUSE : afterErase;
    }

    /**
     * One type of identifier.
     *
     * @param strength weak identifiers never join two profiles that hold different values of a strong type
     * @param limit most values of this type one profile may hold, default 1 for strong types and 20 for weak ones
     * @param window counts only values that came within this time of the newest entry of the log; null: all
     * @param atLimit what happens to a value beyond the limit, default reject
     * @param normalise how values are made comparable
     * @param region two-letter country whose national numbers {@code phone} understands; null: international only
     */
    public record IdentifierType(
            @JsonProperty("class") Strength strength,
            Integer limit,
            Duration window,
            AtLimit atLimit,
            Normalise normalise,
            String region) {
        public IdentifierType {
            strength = strength == null ? Strength.STRONG : strength;
            limit = limit == null ? (strength == Strength.STRONG ? 1 : 20) : limit;
            atLimit = atLimit == null ? AtLimit.REJECT : atLimit;
            normalise = normalise == null ? Normalise.TRIM : normalise;
        }
    }

    /** What happens to a value beyond its type's limit. */
    public enum AtLimit {
        /** It is left out. */
        @JsonProperty("reject")
        REJECT,
        /** It comes in, and the value of the type that was seen least recently goes. */
        @JsonProperty("evict_oldest")
        EVICT_OLDEST,
        /** Weak types only: it leaves the profile it was on, for the one it was seen with last. */
        @JsonProperty("transfer")
        TRANSFER
    }

    /** What an identifier of a person who was forgotten means when it is seen again. */
    public enum AfterErase {
        /** Nothing: it is refused for good. */
        @JsonProperty("refuse")
        REFUSE,
        /** A new person, under a new profile id. */
        @JsonProperty("fresh")
        FRESH
    }

    /** Whether an identifier is evidence enough to join two known people. */
    public enum Strength {
        @JsonProperty("strong")
        STRONG,
        @JsonProperty("weak")
        WEAK
    }

    /** Normalisations. */
    public enum Normalise {
        /** Strip white space, NFC. */
        @JsonProperty("trim")
        TRIM,
        /** As trim, then lower case. */
        @JsonProperty("lowercase")
        LOWERCASE,
        /** As lowercase, domain in IDN form; refused if it is not an address. */
        @JsonProperty("email")
        EMAIL,
        /** As E.164; refused if it is no possible number. */
        @JsonProperty("phone")
        PHONE
    }

    /**
     * Caps that hold whatever the types say.
     *
     * @param rejectionsPerIdentifier distinct strongest identifiers that may refuse one identifier before it is taken
     *     for nobody's; default 50
     */
    public record Limits(
            Integer identifiersPerProfile,
            Integer mergesPerProfile,
            Integer identifiersPerRecord,
            Integer rejectionsPerIdentifier) {
        public Limits {
            identifiersPerProfile = identifiersPerProfile == null ? 1000 : identifiersPerProfile;
            mergesPerProfile = mergesPerProfile == null ? 100 : mergesPerProfile;
            identifiersPerRecord = identifiersPerRecord == null ? 32 : identifiersPerRecord;
            rejectionsPerIdentifier = rejectionsPerIdentifier == null ? 50 : rejectionsPerIdentifier;
        }
    }
}
