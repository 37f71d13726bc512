package io.penstock.identity.core.rules;

import java.net.IDN;
import java.util.Locale;

/** The comparable form of an e-mail address: what mailbox providers agree on, nothing provider-specific. */
final class EmailAddress {
    private static final Normalised REFUSED = new Normalised.Refused("not an address");
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    private EmailAddress() {}

    /** @param text trimmed and in lower case */
    static Normalised canonical(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at != text.lastIndexOf('@') || at > LONGEST_LOCAL) {
            return REFUSED;
        }
        String local = text.substring(0, at);
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..") || !isPlain(local)) {
            return REFUSED;
        }
        String domain;
        try {
            // IDNA 2003 as the JDK has it; "ß" therefore becomes "ss".
            domain = IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return REFUSED;
        }
        return isHost(domain) && at + 1 + domain.length() <= LONGEST
                ? new Normalised.Accepted(local + "@" + domain)
                : REFUSED;
    }

    /** No white space, quotes, brackets or list separators: those are signs of a name, a list or a template. */
    private static boolean isPlain(String local) {
        return local.codePoints()
                .noneMatch(
                        c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || "\"(),:;<>[]\\".indexOf(c) >= 0);
    }

    private static boolean isHost(String domain) {
        String[] labels = domain.split("\\.", -1);
        if (labels.length < 2 || labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        for (String label : labels) {
            if (label.isEmpty() || label.length() > 63) {
                return false;
            }
        }
        return true;
    }
}
