package io.penstock.identity.core.rules;

import java.text.Normalizer;
import java.util.Locale;

/**
 * How values of a type are made comparable. Pure and independent of locale and time zone; idempotent.
 *
 * <p>A change of what a normalisation yields is a change of everybody's identity: it needs a new constant, never an
 * edit.
 */
public enum Normalisation {
    /** NFC, white space and byte-order marks around the value removed. */
    TRIM {
        @Override
        Normalised shape(String trimmed) {
            return new Normalised.Accepted(trimmed);
        }
    },
    /** As trim, then lower case. */
    LOWERCASE {
        @Override
        Normalised shape(String trimmed) {
            return new Normalised.Accepted(lower(trimmed));
        }
    },
    /** As lowercase, domain in its ASCII form; refused if it is not an address. Dots and {@code +tag} are kept. */
    EMAIL {
        @Override
        Normalised shape(String trimmed) {
            return EmailAddress.canonical(lower(trimmed));
        }
    };

    /** Longest value that can be an identifier, in UTF-16 units; bounds keys and the cost of patterns. */
    public static final int LONGEST = 512;

    /** Normalises a value. Never throws. */
    public Normalised apply(String raw) {
        if (raw.length() > LONGEST) {
            return new Normalised.Refused("longer than " + LONGEST);
        }
        String trimmed = trim(Normalizer.normalize(raw, Normalizer.Form.NFC));
        if (trimmed.isEmpty()) {
            return new Normalised.Refused("empty");
        }
        if (trimmed.codePoints().anyMatch(Character::isISOControl)) {
            return new Normalised.Refused("control character");
        }
        return shape(trimmed);
    }

    abstract Normalised shape(String trimmed);

    private static String lower(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static String trim(String text) {
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

    /**
     * White space of Unicode, no-break spaces included, and the invisible characters that spreadsheets leave behind.
     */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }
}
