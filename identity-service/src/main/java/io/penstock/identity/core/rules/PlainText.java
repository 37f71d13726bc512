package io.penstock.identity.core.rules;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What text looks like to a reader, whatever the locale. Printable ASCII, which is nearly everything, costs one pass.
 */
final class PlainText {
    private PlainText() {}

    /** Space to tilde: it is in NFC and has no control characters. */
    static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Lower case in NFC. The JDK gives back the same text if there is nothing to do. */
    static String lower(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return isPrintableAscii(lower) ? lower : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** Without white space and invisible characters at both ends. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Without invisible characters, in NFC. */
    static String visible(String text) {
        if (isPrintableAscii(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        text.chars().filter(c -> !isInvisible((char) c)).forEach(c -> kept.append((char) c));
        return Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    /** White space of Unicode, no-break spaces included. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || isInvisible(c);
    }

    /** Soft hyphen, zero-width, byte-order and direction marks: spreadsheets and web pages leave them behind. */
    private static boolean isInvisible(char c) {
        return c == '\u00AD'
                || c == '\uFEFF'
                || (c >= '\u200B' && c <= '\u200F')
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2060' && c <= '\u2069');
    }
}
