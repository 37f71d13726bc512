package io.penstock.identity.core.rules;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The comparable form of an e-mail address: what mailbox providers agree on, nothing provider-specific. */
final class EmailAddress {
    private static final Normalised REFUSED = new Normalised.Refused("not an address");
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_LABEL = 63;
    private static final Set<String> TEST_TOPS = Set.of("test", "example", "invalid", "localhost");
    private static final Set<String> TEST_DOMAINS = Set.of("example.com", "example.net", "example.org");

    private EmailAddress() {}

    /** @param text trimmed and in lower case */
    static Normalised canonical(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at != text.lastIndexOf('@') || at > LONGEST_LOCAL || !isLocal(text, at)) {
            return REFUSED;
        }
        String given = text.substring(at + 1);
        Optional<String> found = domain(given);
        if (found.isEmpty() || at + 1 + found.get().length() > LONGEST) {
            return REFUSED;
        }
        String domain = found.get();
        return new Normalised.Accepted(domain.equals(given) ? text : text.substring(0, at + 1) + domain);
    }

    /** A domain in lower-case ASCII; empty if it is none of the Internet's. */
    static Optional<String> domain(String text) {
        if (isHost(text)) {
            return Optional.of(text);
        }
        try {
            // IDNA 2003 as the JDK has it; "ß" therefore becomes "ss".
            String ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return isHost(ascii) ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * An address without {@code +tag} if its domain is one of those.
     *
     * @param domains in ASCII, or {@code *} for every domain
     */
    static String withoutTag(String address, Set<String> domains) {
        int plus = address.indexOf('+');
        int at = address.indexOf('@');
        boolean tagged = plus > 0 && plus < at;
        return tagged && (domains.contains("*") || domains.contains(address.substring(at + 1)))
                ? address.substring(0, plus) + address.substring(at)
                : address;
    }

    /** Whether the domain is reserved for documentation and tests by RFC 2606, so that nobody gets mail there. */
    static boolean isForTests(String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        String top = domain.substring(domain.lastIndexOf('.') + 1);
        int second = domain.lastIndexOf('.', domain.length() - top.length() - 2);
        return TEST_TOPS.contains(top) || TEST_DOMAINS.contains(domain.substring(second + 1));
    }

    /** No white space, quotes, brackets or list separators: those are signs of a name, a list or a template. */
    private static boolean isLocal(String text, int end) {
        char before = '.';
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean plain = c < 128
                    ? c > ' ' && "\"(),:;<>[]\\".indexOf(c) < 0
                    : !Character.isWhitespace(c) && !Character.isSpaceChar(c);
            if (!plain || (c == '.' && before == '.')) {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    /** At least two labels of lower-case letters, digits and hyphens within; the last one is not a number. */
    private static boolean isHost(String domain) {
        int start = 0;
        boolean number = true;
        for (int i = 0; i <= domain.length(); i++) {
            char c = i == domain.length() ? '.' : domain.charAt(i);
            if (c == '.') {
                if (i == start
                        || i - start > LONGEST_LABEL
                        || domain.charAt(start) == '-'
                        || domain.charAt(i - 1) == '-') {
                    return false;
                }
                if (i == domain.length()) {
                    return start > 0 && !number;
                }
                start = i + 1;
                number = true;
            } else if ((c >= 'a' && c <= 'z') || c == '-') {
                number = false;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return false;
    }
}
