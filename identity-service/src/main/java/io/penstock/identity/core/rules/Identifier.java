package io.penstock.identity.core.rules;

import java.util.Objects;

/**
 * A type and a value. Normalised wherever the core stores or compares it; as the source wrote it in an observation.
 *
 * @param type name of a type of {@link Rules}
 * @param value never empty once normalised
 */
public record Identifier(String type, String value) {
    public Identifier {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }
}
