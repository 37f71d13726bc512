package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.IdentitySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Between {@code identity.yaml} as the contract has it and the rules of the core. */
final class IdentitySpecs {
    private IdentitySpecs() {}

    /** @throws IllegalArgumentException if it is not such a spec, or its rules cannot be; without any of its values */
    static Rules rules(JsonNode spec) {
        try {
            return rules(Json.config().treeToValue(spec, IdentitySpec.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("configuration is not an identity spec: " + e.getOriginalMessage());
        }
    }

    static Rules rules(IdentitySpec spec) {
        List<IdentifierType> types = new ArrayList<>();
        spec.types()
                .forEach((name, type) -> types.add(new IdentifierType(
                        name,
                        switch (type.strength()) {
                            case STRONG -> Strength.STRONG;
                            case WEAK -> Strength.WEAK;
                        },
                        type.limit(),
                        Optional.ofNullable(type.window()),
                        switch (type.atLimit()) {
                            case REJECT -> AtLimit.REJECT;
                            case EVICT_OLDEST -> AtLimit.EVICT_OLDEST;
                            case TRANSFER -> AtLimit.TRANSFER;
                        },
                        switch (type.normalise()) {
                            case TRIM -> Normalisation.TRIM;
                            case LOWERCASE -> Normalisation.LOWERCASE;
                            case EMAIL -> Normalisation.EMAIL;
                            case PHONE -> throw new IllegalArgumentException("phone");
                        },
                        Optional.ofNullable(type.region()))));
        return Rules.of(
                types,
                spec.blocked(),
                new Limits(
                        spec.limits().identifiersPerProfile(),
                        spec.limits().mergesPerProfile(),
                        spec.limits().identifiersPerRecord(),
                        spec.limits().rejectionsPerIdentifier()),
                switch (spec.afterErase()) {
                    case REFUSE -> AfterErase.REFUSE;
                    case FRESH -> AfterErase.FRESH;
                });
    }

    static IdentitySpec spec(Rules rules) {
        var types = new LinkedHashMap<String, IdentitySpec.IdentifierType>();
        rules.types()
                .forEach(type -> types.put(
                        type.name(),
                        new IdentitySpec.IdentifierType(
                                switch (type.strength()) {
                                    case STRONG -> IdentitySpec.Strength.STRONG;
                                    case WEAK -> IdentitySpec.Strength.WEAK;
                                },
                                type.limit(),
                                type.window().orElse(null),
                                switch (type.atLimit()) {
                                    case REJECT -> IdentitySpec.AtLimit.REJECT;
                                    case EVICT_OLDEST -> IdentitySpec.AtLimit.EVICT_OLDEST;
                                    case TRANSFER -> IdentitySpec.AtLimit.TRANSFER;
                                },
                                switch (type.normalisation()) {
                                    case TRIM -> IdentitySpec.Normalise.TRIM;
                                    case LOWERCASE -> IdentitySpec.Normalise.LOWERCASE;
                                    case EMAIL -> IdentitySpec.Normalise.EMAIL;
                                },
                                type.region().orElse(null))));
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
}
