package io.penstock.identity.core.rules;

import static io.penstock.identity.core.rules.Normalisation.EMAIL;
import static io.penstock.identity.core.rules.Normalisation.TRIM;
import static io.penstock.identity.core.rules.Strength.STRONG;
import static io.penstock.identity.core.rules.Strength.WEAK;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a workspace counts as evidence. Immutable; two rules are equal if they were written equally.
 *
 * <p>Strength comes before position: every strong type outranks every weak one, and among equals the earlier in the
 * list wins. So a weak identifier is always judged after everything strong in its record.
 */
public final class Rules {
    private static final int LONGEST_REJECTED = 64;
    private static final Rules DEFAULTS = of(
            List.of(
                    new IdentifierType("customerio_id", STRONG, 1, TRIM),
                    new IdentifierType("customer_id", STRONG, 1, TRIM),
                    new IdentifierType("user_id", STRONG, 1, TRIM),
                    new IdentifierType("crm_id", STRONG, 2, TRIM),
                    new IdentifierType("stripe_id", STRONG, 3, TRIM),
                    new IdentifierType("email", STRONG, 5, EMAIL),
                    new IdentifierType("phone", STRONG, 3, TRIM),
                    new IdentifierType("device_id", WEAK, 20, TRIM),
                    new IdentifierType("ga_client_id", WEAK, 50, TRIM),
                    new IdentifierType("anonymous_id", WEAK, 100, TRIM)),
            Map.of(),
            Limits.DEFAULT);

    private final List<IdentifierType> types;
    private final Map<String, List<String>> blocked;
    private final Limits limits;
    private final AfterErase afterErase;
    private final BlockedValues blockedValues;
    private final Map<String, IdentifierType> byName = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Comparator<Screening.Usable> strongestFirst = Comparator.<Screening.Usable>comparingInt(
                    u -> rank(u.identifier().type()))
            .thenComparing(u -> u.identifier().value());

    private Rules(List<IdentifierType> types, Map<String, List<String>> blocked, Limits limits, AfterErase afterErase) {
        this.types = List.copyOf(types);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        blocked.forEach((type, values) -> copy.put(type, List.copyOf(values)));
        this.blocked = Map.copyOf(copy);
        this.limits = limits;
        this.afterErase = afterErase;
        this.blockedValues = new BlockedValues(this.blocked);
        types.stream().sorted(Comparator.comparing(IdentifierType::strength)).forEach(type -> {
            if (byName.put(type.name(), type) != null) {
                throw new IllegalArgumentException("identifier type " + type.name() + " is there twice");
            }
            ranks.put(type.name(), ranks.size());
        });
    }

    /**
     * Rules as written.
     *
     * @param types strongest first within their strength
     * @param blocked type or {@code *} to values that are never identifiers, beside the shipped list
     * @throws IllegalArgumentException if a type is there twice or a pattern is not supported
     */
    public static Rules of(
            List<IdentifierType> types, Map<String, List<String>> blocked, Limits limits, AfterErase afterErase) {
        return new Rules(types, blocked, limits, afterErase);
    }

    /** As the other, refusing what was erased. */
    public static Rules of(List<IdentifierType> types, Map<String, List<String>> blocked, Limits limits) {
        return of(types, blocked, limits, AfterErase.REFUSE);
    }

    /** What holds until a workspace brings its own. */
    public static Rules defaults() {
        return DEFAULTS;
    }

    /** As written. */
    public List<IdentifierType> types() {
        return types;
    }

    /** As written, without the shipped list. */
    public Map<String, List<String>> blocked() {
        return blocked;
    }

    public Limits limits() {
        return limits;
    }

    /** What an identifier of a person who was forgotten means when it is seen again. */
    public AfterErase afterErase() {
        return afterErase;
    }

    /** A type by its name; empty if the rules do not know it (any more). */
    public Optional<IdentifierType> type(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Order of strength, 0 the strongest; types the rules do not know come last. */
    public int rank(String type) {
        return ranks.getOrDefault(type, Integer.MAX_VALUE);
    }

    /**
     * Normalises the identifiers of one record and drops what cannot be evidence: unknown types, refused and blocked
     * values, and the weakest ones beyond the limit per record. Never throws.
     */
    public Screening screen(List<Identifier> given) {
        Map<Identifier, Screening.Usable> usable = new LinkedHashMap<>();
        List<Rejection> rejected = new ArrayList<>();
        for (Identifier one : given) {
            IdentifierType type = byName.get(one.type());
            if (type == null) {
                rejected.add(new Rejection(cut(one), "unknown type"));
                continue;
            }
            switch (type.normalisation().apply(one.value())) {
                case Normalised.Refused(String reason) -> rejected.add(new Rejection(cut(one), reason));
                case Normalised.Accepted(String value) -> {
                    Identifier identifier = new Identifier(type.name(), value);
                    if (blockedValues.blocks(identifier)) {
                        rejected.add(new Rejection(identifier, "blocked"));
                    } else {
                        usable.putIfAbsent(identifier, new Screening.Usable(identifier, one.value(), type));
                    }
                }
            }
        }
        List<Screening.Usable> sorted = new ArrayList<>(usable.values());
        sorted.sort(strongestFirst);
        int most = limits.identifiersPerRecord();
        for (Screening.Usable excess : sorted.subList(Math.min(most, sorted.size()), sorted.size())) {
            rejected.add(new Rejection(excess.identifier(), "limit " + most + " per record"));
        }
        return new Screening(
                sorted.subList(0, Math.min(most, sorted.size())),
                rejected.stream().distinct().toList());
    }

    private static Identifier cut(Identifier one) {
        String type = one.type();
        String value = one.value();
        return new Identifier(
                type.substring(0, Math.min(LONGEST_REJECTED, type.length())),
                value.substring(0, Math.min(LONGEST_REJECTED, value.length())));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rules that
                && types.equals(that.types)
                && blocked.equals(that.blocked)
                && limits.equals(that.limits)
                && afterErase == that.afterErase;
    }

    @Override
    public int hashCode() {
        return types.hashCode();
    }
}
