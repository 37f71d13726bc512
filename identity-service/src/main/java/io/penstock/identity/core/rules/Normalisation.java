package io.penstock.identity.core.rules;

import java.text.Normalizer;
import java.util.Optional;

/**
 * How values of a type are made comparable. Pure and independent of locale and time zone; idempotent.
 *
 * <p>The constant is the version: a change of what a normalisation yields is a change of everybody's identity, so it
 * needs a new constant, never an edit ({@code docs/decisions/0017}).
 */
public enum Normalisation {
    /** NFC, white space and invisible characters around the value removed. */
    TRIM {
        @Override
        Normalised shape(String trimmed, PhoneNumbers phones, Optional<String> region) {
            return new Normalised.Accepted(trimmed);
        }
    },
    /** As trim, then lower case. */
    LOWERCASE {
        @Override
        Normalised shape(String trimmed, PhoneNumbers phones, Optional<String> region) {
            return new Normalised.Accepted(PlainText.lower(trimmed));
        }
    },
    /**
     * As lowercase, without invisible characters, domain in its ASCII form; refused if it is not an address. Dots and
     * {@code +tag} are kept.
     */
    EMAIL {
        @Override
        Normalised shape(String trimmed, PhoneNumbers phones, Optional<String> region) {
            return EmailAddress.canonical(PlainText.lower(PlainText.visible(trimmed)));
        }
    },
    /** As trim, then E.164 without invisible characters; refused if it is no possible number or has an extension. */
    PHONE {
        @Override
        Normalised shape(String trimmed, PhoneNumbers phones, Optional<String> region) {
            return phones.e164(PlainText.visible(trimmed), region)
                    .<Normalised>map(Normalised.Accepted::new)
                    .orElse(NO_PHONE);
        }
    };

    /** Longest value that can be an identifier, in UTF-16 units; bounds keys and the cost of patterns. */
    public static final int LONGEST = 512;

    private static final Normalised TOO_LONG = new Normalised.Refused("longer than " + LONGEST);
    private static final Normalised EMPTY = new Normalised.Refused("empty");
    private static final Normalised CONTROL = new Normalised.Refused("control character");
    private static final Normalised NO_PHONE = new Normalised.Refused("not a phone number");

    /**
     * Normalises a value. Never throws.
     *
     * @param region of a type whose normalisation is {@link #PHONE}; the others do not look at it
     */
    public Normalised apply(String raw, PhoneNumbers phones, Optional<String> region) {
        if (raw.length() > LONGEST) {
            return TOO_LONG;
        }
        if (PlainText.isPrintableAscii(raw)) {
            String stripped = raw.strip();
            return stripped.isEmpty() ? EMPTY : shape(stripped, phones, region);
        }
        String trimmed = PlainText.trim(Normalizer.normalize(raw, Normalizer.Form.NFC));
        if (trimmed.isEmpty()) {
            return EMPTY;
        }
        return trimmed.codePoints().anyMatch(Character::isISOControl) ? CONTROL : shape(trimmed, phones, region);
    }

    abstract Normalised shape(String trimmed, PhoneNumbers phones, Optional<String> region);
}
