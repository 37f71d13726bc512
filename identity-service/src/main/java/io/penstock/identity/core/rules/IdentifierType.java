package io.penstock.identity.core.rules;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One type of identifier.
 *
 * @param name letters, digits, {@code _ . -}, at most 64; it is part of keys and of what profile ids are made from
 * @param limit most values of this type one profile may hold, at least 1
 * @param window only values that came within this time of the newest entry of the log count; empty: all ever
 * @param atLimit what happens to a value beyond the limit; {@link AtLimit#TRANSFER} for weak types only
 * @param region two capital letters, the country whose national numbers {@link Normalisation#PHONE} understands
 * @param filter what is no value of this type although it has the right form
 */
public record IdentifierType(
        String name,
        Strength strength,
        int limit,
        Optional<Duration> window,
        AtLimit atLimit,
        Normalisation normalisation,
        Optional<String> region,
        ValueFilter filter) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

    /** @throws IllegalArgumentException if something is out of its range; the message says what and of which type */
    public IdentifierType {
        Objects.requireNonNull(strength, "strength");
        Objects.requireNonNull(atLimit, "atLimit");
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(filter, "filter");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("identifier type names are letters, digits, _ . - and at most 64 long");
        }
        require(limit >= 1, "limit of " + name + " must be at least 1, is " + limit);
        require(window.isEmpty() || window.get().isPositive(), "window of " + name + " must be longer than zero");
        require(atLimit != AtLimit.TRANSFER || strength == Strength.WEAK, name + " is strong and cannot transfer");
        require(
                region.isEmpty() || REGION.matcher(region.get()).matches(),
                "region of " + name + " must be two capital letters");
    }

    /** Without {@link #filter()}. */
    public IdentifierType(
            String name,
            Strength strength,
            int limit,
            Optional<Duration> window,
            AtLimit atLimit,
            Normalisation normalisation,
            Optional<String> region) {
        this(name, strength, limit, window, atLimit, normalisation, region, ValueFilter.NONE);
    }

    /** Of all time; what is beyond the limit is rejected. */
    public IdentifierType(String name, Strength strength, int limit, Normalisation normalisation) {
        this(name, strength, limit, Optional.empty(), AtLimit.REJECT, normalisation, Optional.empty());
    }

    private static void require(boolean fits, String message) {
        if (!fits) {
            throw new IllegalArgumentException(message);
        }
    }
}
