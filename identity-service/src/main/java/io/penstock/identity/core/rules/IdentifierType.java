package io.penstock.identity.core.rules;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One type of identifier.
 *
 * @param name letters, digits, {@code _ . -}, at most 64; it is part of keys and of what profile ids are made from
 * @param limit most values of this type one profile may hold, at least 1
 */
public record IdentifierType(String name, Strength strength, int limit, Normalisation normalisation) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** @throws IllegalArgumentException if the name or the limit is out of its range; the message says which type */
    public IdentifierType {
        Objects.requireNonNull(strength, "strength");
        Objects.requireNonNull(normalisation, "normalisation");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("identifier type names are letters, digits, _ . - and at most 64 long");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit of " + name + " must be at least 1, is " + limit);
        }
    }
}
