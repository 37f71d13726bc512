package io.penstock.identity.core.rules;

import static io.penstock.identity.core.rules.Normalisation.EMAIL;
import static io.penstock.identity.core.rules.Normalisation.PHONE;
import static io.penstock.identity.core.rules.Normalisation.TRIM;
import static io.penstock.identity.core.rules.Strength.STRONG;
import static io.penstock.identity.core.rules.Strength.WEAK;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a workspace counts as evidence. Immutable; two rules are equal if they were written equally.
 *
 * <p>Strength comes before position: every strong type outranks every weak one, and among equals the earlier in the
 * list wins. So a weak identifier is always judged after everything strong in its record.
 */
public final class Rules {
    private static final int LONGEST_REJECTED = 64;
    private static final List<IdentifierType> DEFAULT_TYPES = List.of(
            new IdentifierType("customerio_id", STRONG, 1, TRIM),
            new IdentifierType("cio_id", STRONG, 1, TRIM),
            new IdentifierType("customer_id", STRONG, 1, TRIM),
            new IdentifierType("user_id", STRONG, 1, TRIM),
            new IdentifierType("databricks_customer_id", STRONG, 1, TRIM),
            new IdentifierType("crm_id", STRONG, 2, TRIM),
            new IdentifierType("stripe_id", STRONG, 3, TRIM),
            new IdentifierType("email", STRONG, 5, EMAIL),
            new IdentifierType("phone", STRONG, 3, PHONE),
            new IdentifierType("device_id", WEAK, 20, TRIM),
            new IdentifierType("ga_client_id", WEAK, 50, TRIM),
            new IdentifierType("anonymous_id", WEAK, 100, TRIM));
    private static final Rules DEFAULTS = of(DEFAULT_TYPES, Map.of(), Limits.DEFAULT);

    private final List<IdentifierType> types;
    private final Map<String, List<String>> blocked;
    private final Limits limits;
    private final AfterErase afterErase;
    private final Map<String, TypeSieve> sieves = new HashMap<>();

    private Rules(
            List<IdentifierType> types,
            Map<String, List<String>> blocked,
            Limits limits,
            AfterErase afterErase,
            PhoneNumbers phones) {
        this.types = List.copyOf(types);
        Map<String, List<String>> copy = new TreeMap<>();
        blocked.forEach((type, values) -> copy.put(type, List.copyOf(values)));
        this.blocked = Collections.unmodifiableMap(copy);
        this.limits = limits;
        this.afterErase = afterErase;
        types.stream().sorted(Comparator.comparing(IdentifierType::strength)).forEach(type -> {
            TypeSieve sieve = new TypeSieve(type, sieves.size(), phones, this.blocked);
            if (sieves.put(type.name(), sieve) != null) {
                throw new IllegalArgumentException("identifier type " + type.name() + " is there twice");
            }
        });
    }

    /**
     * Rules as written.
     *
     * @param types strongest first within their strength
     * @param blocked type or {@code *} to values that are never identifiers, beside the shipped list
     * @param phones numbering plans; no part of what makes two rules equal
     * @throws IllegalArgumentException if a type is there twice or a pattern is not supported
     */
    public static Rules of(
            List<IdentifierType> types,
            Map<String, List<String>> blocked,
            Limits limits,
            AfterErase afterErase,
            PhoneNumbers phones) {
        return new Rules(types, blocked, limits, afterErase, phones);
    }

    /** As the first, knowing {@link PhoneNumbers#WRITTEN_OUT} numbers only. */
    public static Rules of(
            List<IdentifierType> types, Map<String, List<String>> blocked, Limits limits, AfterErase afterErase) {
        return of(types, blocked, limits, afterErase, PhoneNumbers.WRITTEN_OUT);
    }

    /** As the first, refusing what was erased and knowing {@link PhoneNumbers#WRITTEN_OUT} numbers only. */
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

    /** As written, without the shipped list, sorted by type: equal rules are stored in equal bytes. */
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
        return Optional.ofNullable(sieves.get(name)).map(TypeSieve::type);
    }

    /** Order of strength, 0 the strongest; types the rules do not know come last. */
    public int rank(String type) {
        TypeSieve sieve = sieves.get(type);
        return sieve == null ? Integer.MAX_VALUE : sieve.rank();
    }

    /**
     * An identifier as it is compared and stored; empty if the type is unknown or the value malformed. Does not ask
     * whether it is blocked: what was accepted under older rules can still be looked up.
     */
    public Optional<Identifier> normalise(Identifier given) {
        TypeSieve sieve = sieves.get(given.type());
        return sieve != null && sieve.normalise(given.value()) instanceof Normalised.Accepted(String value)
                ? Optional.of(new Identifier(sieve.type().name(), value))
                : Optional.empty();
    }

    /**
     * Normalises the identifiers of one record and drops what cannot be evidence: unknown types, refused and blocked
     * values, and the weakest ones beyond the limit per record. Never throws.
     */
    public Screening screen(List<Identifier> given) {
        List<Ranked> ranked = new ArrayList<>(given.size());
        List<Rejection> rejected = new ArrayList<>(0);
        for (Identifier one : given) {
            TypeSieve sieve = sieves.get(one.type());
            if (sieve == null) {
                rejected.add(new Rejection(cut(one), "unknown type"));
                continue;
            }
            switch (sieve.normalise(one.value())) {
                case Normalised.Refused(String reason) -> rejected.add(new Rejection(cut(one), reason));
                case Normalised.Accepted(String value) -> {
                    Identifier identifier = new Identifier(sieve.type().name(), value);
                    if (sieve.blocks(value)) {
                        rejected.add(new Rejection(identifier, "blocked"));
                    } else {
                        ranked.add(
                                new Ranked(sieve.rank(), new Screening.Usable(identifier, one.value(), sieve.type())));
                    }
                }
            }
        }
        return new Screening(strongest(ranked, rejected), withoutRepeats(rejected));
    }

    /** Strongest first without repeats, of which the first one given stays; what is too much is rejected. */
    private List<Screening.Usable> strongest(List<Ranked> ranked, List<Rejection> rejected) {
        ranked.sort(null);
        int most = limits.identifiersPerRecord();
        List<Screening.Usable> strongest = new ArrayList<>(Math.min(most, ranked.size()));
        Ranked before = null;
        for (Ranked one : ranked) {
            if (before == null || one.compareTo(before) != 0) {
                if (strongest.size() < most) {
                    strongest.add(one.usable());
                } else {
                    rejected.add(new Rejection(one.usable().identifier(), "limit " + most + " per record"));
                }
            }
            before = one;
        }
        return strongest;
    }

    private static List<Rejection> withoutRepeats(List<Rejection> rejected) {
        return rejected.size() < 2 ? rejected : List.copyOf(new LinkedHashSet<>(rejected));
    }

    /** By type, strongest first, then by value. */
    private record Ranked(int rank, Screening.Usable usable) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            return rank != other.rank
                    ? Integer.compare(rank, other.rank)
                    : usable.identifier()
                            .value()
                            .compareTo(other.usable.identifier().value());
        }
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
