package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.PhoneNumbers;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import io.penstock.identity.core.rules.ValueFilter;
import io.penstock.identity.phone.NumberingPlans;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.IdentitySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Between {@code identity.yaml} as the contract has it and the rules of the core, which get their numbering plans here.
 * Equal rules give equal specs, to the byte.
 */
public final class IdentitySpecs {
    private static final PhoneNumbers PHONES = new NumberingPlans();

    private IdentitySpecs() {}

    /** @throws IllegalArgumentException if it is not such a spec, or its rules cannot be; without any of its values */
    public static Rules rules(JsonNode spec) {
        try {
            return rules(Json.config().treeToValue(spec, IdentitySpec.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("configuration is not an identity spec: " + e.getOriginalMessage());
        }
    }

    public static Rules rules(IdentitySpec spec) {
        List<IdentifierType> types = spec.types().entrySet().stream()
                .map(type -> type(type.getKey(), type.getValue()))
                .toList();
        IdentitySpec.Limits limits = spec.limits();
        return Rules.of(
                types,
                spec.blocked(),
                new Limits(
                        limits.identifiersPerProfile(),
                        limits.mergesPerProfile(),
                        limits.identifiersPerRecord(),
                        limits.rejectionsPerIdentifier()),
                switch (spec.afterErase()) {
                    case REFUSE -> AfterErase.REFUSE;
                    case FRESH -> AfterErase.FRESH;
                },
                PHONES);
    }

    private static IdentifierType type(String name, IdentitySpec.IdentifierType type) {
        return new IdentifierType(
                name,
                switch (type.strength()) {
                    case STRONG -> Strength.STRONG;
                    case WEAK -> Strength.WEAK;
                },
                type.limit().count(),
                Optional.ofNullable(type.limit().per()),
                switch (type.atLimit()) {
                    case REJECT -> AtLimit.REJECT;
                    case EVICT_OLDEST -> AtLimit.EVICT_OLDEST;
                    case TRANSFER -> AtLimit.TRANSFER;
                },
                switch (type.normalise()) {
                    case TRIM -> Normalisation.TRIM;
                    case LOWERCASE -> Normalisation.LOWERCASE;
                    case EMAIL -> Normalisation.EMAIL;
                    case PHONE -> Normalisation.PHONE;
                },
                Optional.ofNullable(type.region()),
                new ValueFilter(
                        type.minLength() == null ? 0 : type.minLength(),
                        type.stripTags() == null ? List.of() : type.stripTags(),
                        Boolean.TRUE.equals(type.blockTestDomains())
                                ? ValueFilter.TestDomains.BLOCKED
                                : ValueFilter.TestDomains.ALLOWED));
    }

    static IdentitySpec spec(Rules rules) {
        SequencedMap<String, IdentitySpec.IdentifierType> types = new LinkedHashMap<>();
        rules.types().forEach(type -> types.put(type.name(), written(type)));
        Limits limits = rules.limits();
        return new IdentitySpec(
                types,
                new LinkedHashMap<>(rules.blocked()),
                new IdentitySpec.Limits(
                        limits.identifiersPerProfile(),
                        limits.mergesPerProfile(),
                        limits.identifiersPerRecord(),
                        limits.rejectionsPerIdentifier()),
                switch (rules.afterErase()) {
                    case REFUSE -> IdentitySpec.AfterErase.REFUSE;
                    case FRESH -> IdentitySpec.AfterErase.FRESH;
                });
    }

    private static IdentitySpec.IdentifierType written(IdentifierType type) {
        ValueFilter filter = type.filter();
        return new IdentitySpec.IdentifierType(
                switch (type.strength()) {
                    case STRONG -> IdentitySpec.Strength.STRONG;
                    case WEAK -> IdentitySpec.Strength.WEAK;
                },
                new IdentitySpec.Limit(type.limit(), type.window().orElse(null)),
                switch (type.atLimit()) {
                    case REJECT -> IdentitySpec.AtLimit.REJECT;
                    case EVICT_OLDEST -> IdentitySpec.AtLimit.EVICT_OLDEST;
                    case TRANSFER -> IdentitySpec.AtLimit.TRANSFER;
                },
                switch (type.normalisation()) {
                    case TRIM -> IdentitySpec.Normalise.TRIM;
                    case LOWERCASE -> IdentitySpec.Normalise.LOWERCASE;
                    case EMAIL -> IdentitySpec.Normalise.EMAIL;
                    case PHONE -> IdentitySpec.Normalise.PHONE;
                },
                type.region().orElse(null),
                filter.minLength() == 0 ? null : filter.minLength(),
                filter.stripTags(),
                filter.testDomains() == ValueFilter.TestDomains.BLOCKED);
    }
}
