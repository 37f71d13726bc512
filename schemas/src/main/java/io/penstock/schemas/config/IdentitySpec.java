package io.penstock.schemas.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code kind: Identity}. Identifier types, strongest first (the file's order is the priority), and what is never an
 * identifier.
 *
 * @param blocked identifier type (or {@code *}) to values that are never identifiers; {@code /…/} is a pattern
 */
public record IdentitySpec(
        SequencedMap<String, IdentifierType> types, SequencedMap<String, List<String>> blocked, Limits limits) {
    public IdentitySpec {
        types = new LinkedHashMap<>(types);
        blocked = blocked == null ? new LinkedHashMap<>() : new LinkedHashMap<>(blocked);
        limits = limits == null ? new Limits(null, null, null) : limits;
    }

    /**
     * One type of identifier.
     *
     * @param strength weak identifiers never join two profiles that hold different values of a strong type
     * @param limit most values of this type one profile may hold, default 1 for strong types and 20 for weak ones
     * @param normalise how values are made comparable
     */
    public record IdentifierType(@JsonProperty("class") Strength strength, Integer limit, Normalise normalise) {
        public IdentifierType {
            strength = strength == null ? Strength.STRONG : strength;
            limit = limit == null ? (strength == Strength.STRONG ? 1 : 20) : limit;
            normalise = normalise == null ? Normalise.TRIM : normalise;
        }
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
        EMAIL
    }

    /** Caps that hold whatever the types say. */
    public record Limits(Integer identifiersPerProfile, Integer mergesPerProfile, Integer identifiersPerRecord) {
        public Limits {
            identifiersPerProfile = identifiersPerProfile == null ? 1000 : identifiersPerProfile;
            mergesPerProfile = mergesPerProfile == null ? 100 : mergesPerProfile;
            identifiersPerRecord = identifiersPerRecord == null ? 32 : identifiersPerRecord;
        }
    }
}
