package io.penstock.identity.core.rules;

import java.util.List;

/**
 * Choices of a workspace about the values of one type, beside its form and its blocked values.
 *
 * @param minLength shortest value, in code points after normalising; 0: any
 * @param stripTags domains in lower case, or {@code *}, whose addresses lose {@code +tag}; e-mail only
 * @param testDomains what to do with addresses of domains that exist for tests only; e-mail only
 */
public record ValueFilter(int minLength, List<String> stripTags, TestDomains testDomains) {
    /** Any value that has the right form. */
    public static final ValueFilter NONE = new ValueFilter(0, List.of(), TestDomains.ALLOWED);

    /** Domains reserved for documentation and tests (RFC 2606): {@code example.com}, {@code *.test}, … */
    public enum TestDomains {
        ALLOWED,
        BLOCKED
    }

    /** @throws IllegalArgumentException if the length is negative */
    public ValueFilter {
        stripTags = List.copyOf(stripTags);
        if (minLength < 0) {
            throw new IllegalArgumentException("minLength must be at least 0, is " + minLength);
        }
    }
}
