package io.penstock.identity.core.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One type with all that its rules say about values, ready to be applied. Immutable. */
final class TypeSieve {
    private static final Normalised TEST_DOMAIN = new Normalised.Refused("test domain");

    private final IdentifierType type;
    private final int rank;
    private final PhoneNumbers phones;
    private final Set<String> tagDomains;
    private final boolean refusesTestDomains;
    private final Normalised tooShort;
    private final BlockedValues blocked;

    /** @param rank order of strength, 0 the strongest */
    TypeSieve(IdentifierType type, int rank, PhoneNumbers phones, Map<String, List<String>> blocked) {
        boolean email = type.normalisation() == Normalisation.EMAIL;
        ValueFilter filter = type.filter();
        this.type = type;
        this.rank = rank;
        this.phones = phones;
        this.tagDomains =
                email ? filter.stripTags().stream().map(TypeSieve::domain).collect(Collectors.toSet()) : Set.of();
        this.refusesTestDomains = email && filter.testDomains() == ValueFilter.TestDomains.BLOCKED;
        this.tooShort = new Normalised.Refused("shorter than " + filter.minLength());
        this.blocked = BlockedValues.of(
                List.of(
                        blocked.getOrDefault(BlockedValues.EVERY_TYPE, List.of()),
                        blocked.getOrDefault(type.name(), List.of())),
                this::normalise);
    }

    private static String domain(String text) {
        return text.equals("*") ? text : EmailAddress.domain(text).orElse(text);
    }

    IdentifierType type() {
        return type;
    }

    int rank() {
        return rank;
    }

    /** The comparable form of a value of this type. */
    Normalised normalise(String raw) {
        Normalised shaped = type.normalisation().apply(raw, phones, type.region());
        if (!(shaped instanceof Normalised.Accepted(String value))) {
            return shaped;
        }
        if (!tagDomains.isEmpty()) {
            String bare = EmailAddress.withoutTag(value, tagDomains);
            if (!bare.equals(value)) {
                return filtered(new Normalised.Accepted(bare), bare);
            }
        }
        return filtered(shaped, value);
    }

    private Normalised filtered(Normalised accepted, String value) {
        int least = type.filter().minLength();
        if (value.length() < least || (least > 0 && value.codePointCount(0, value.length()) < least)) {
            return tooShort;
        }
        return refusesTestDomains && EmailAddress.isForTests(value) ? TEST_DOMAIN : accepted;
    }

    /** Whether a normalised value names nobody. */
    boolean blocks(String value) {
        return blocked.contains(value)
                || (type.normalisation() == Normalisation.PHONE && BlockedValues.isPlaceholderNumber(value));
    }
}
