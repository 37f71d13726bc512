package io.penstock.schemas.config;

import io.penstock.schemas.config.IdentitySpec.IdentifierType;
import io.penstock.schemas.config.IdentitySpec.Limit;
import io.penstock.schemas.config.IdentitySpec.Normalise;
import io.penstock.schemas.config.IdentitySpec.Strength;
import java.util.Map;

/** What a type of {@code identity.yaml} means by its name alone, so that {@code email: {}} is an e-mail address. */
final class IdentityDefaults {
    private static final IdentifierType UNKNOWN = type(Strength.STRONG, 1, Normalise.TRIM);
    private static final Map<String, IdentifierType> KNOWN = Map.of(
            "crm_id", type(Strength.STRONG, 2, Normalise.TRIM),
            "stripe_id", type(Strength.STRONG, 3, Normalise.TRIM),
            "email", type(Strength.STRONG, 5, Normalise.EMAIL),
            "phone", type(Strength.STRONG, 3, Normalise.PHONE),
            "device_id", type(Strength.WEAK, 20, Normalise.TRIM),
            "ga_client_id", type(Strength.WEAK, 50, Normalise.TRIM),
            "anonymous_id", type(Strength.WEAK, 100, Normalise.TRIM));

    private IdentityDefaults() {}

    /** A name that is not known is strong, unique and trimmed. */
    static IdentifierType of(String name) {
        return KNOWN.getOrDefault(name, UNKNOWN);
    }

    /** The limit of a class by itself. */
    static Limit limit(Strength strength) {
        return new Limit(
                switch (strength) {
                    case STRONG -> 1;
                    case WEAK -> 20;
                },
                null);
    }

    private static IdentifierType type(Strength strength, int limit, Normalise normalise) {
        return new IdentifierType(strength, new Limit(limit, null), null, normalise, null, null, null, null);
    }
}
