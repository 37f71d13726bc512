package io.penstock.schemas.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
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
        SequencedMap<String, IdentifierType> complete = new LinkedHashMap<>();
        types.forEach((name, type) -> complete.put(name, type.completed(IdentityDefaults.of(name))));
        types = complete;
        blocked = blocked == null ? new LinkedHashMap<>() : new LinkedHashMap<>(blocked);
        limits = limits == null ? new Limits(null, null, null, null) : limits;
        afterErase = afterErase == null ? AfterErase.REFUSE : afterErase;
    }

    /**
     * One type of identifier. What is not written is null until it stands in a spec, which completes it: from
     * {@link IdentityDefaults} if the type's name is known there.
     *
     * @param strength weak identifiers never join two profiles that hold different values of a strong type
     * @param limit most values of this type one profile may hold, else 1 for strong types and 20 for weak ones
     * @param atLimit what happens to a value beyond the limit, else reject
     * @param normalise how values are made comparable, else trim
     * @param region two-letter country whose national numbers {@code phone} understands; null: international only
     * @param minLength shortest value that is one; null: any
     * @param stripTags domains, or {@code *}, whose addresses are one with and without {@code +tag}; {@code email} only
     * @param blockTestDomains whether addresses of domains reserved for tests are nobody's; {@code email} only
     */
    public record IdentifierType(
            @JsonProperty("class") Strength strength,
            Limit limit,
            AtLimit atLimit,
            Normalise normalise,
            String region,
            Integer minLength,
            List<String> stripTags,
            Boolean blockTestDomains) {
        private IdentifierType completed(IdentifierType known) {
            Strength asked = strength == null ? known.strength : strength;
            return new IdentifierType(
                    asked,
                    limit != null ? limit : asked == known.strength ? known.limit : IdentityDefaults.limit(asked),
                    atLimit == null ? AtLimit.REJECT : atLimit,
                    normalise == null ? known.normalise : normalise,
                    region,
                    minLength,
                    stripTags == null || stripTags.isEmpty() ? null : List.copyOf(stripTags),
                    Boolean.TRUE.equals(blockTestDomains) ? true : null);
        }
    }

    /**
     * How many values of one type a profile may hold: {@code unique}, a number, or a number per time.
     *
     * @param per counts only values that came within this time of the newest entry of the log; null: all ever
     */
    public record Limit(Integer count, Duration per) {
        private static final String UNIQUE = "unique";

        /** @throws IllegalArgumentException if it is none of the three */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Limit read(JsonNode written) {
            if (written.isTextual() && written.textValue().equals(UNIQUE)) {
                return new Limit(1, null);
            }
            if (written.isIntegralNumber()) {
                return new Limit(written.intValue(), null);
            }
            if (!written.path("count").isIntegralNumber()
                    || !written.path("per").isTextual()
                    || written.size() != 2) {
                throw new IllegalArgumentException("a limit is unique, a whole number, or count and per");
            }
            return new Limit(
                    written.get("count").intValue(),
                    Duration.parse(written.get("per").textValue()));
        }

        /** The shortest of the three forms that says the same. */
        @JsonValue
        Object written() {
            if (per == null) {
                return count;
            }
            SequencedMap<String, Object> written = new LinkedHashMap<>();
            written.put("count", count);
            written.put("per", per);
            return written;
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
        /** As E.164; refused if it is no possible number, or has an extension or letters. */
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
