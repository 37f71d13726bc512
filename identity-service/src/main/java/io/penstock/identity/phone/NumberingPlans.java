package io.penstock.identity.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.penstock.identity.core.rules.PhoneNumbers;
import java.util.Optional;

/**
 * Numbers as libphonenumber reads them. A number counts if its length is possible in its country; whether its range is
 * in use is not asked, because that changes from month to month.
 *
 * <p>Letters and extensions are refused: they are signs of a company's line, which belongs to many people.
 */
public final class NumberingPlans implements PhoneNumbers {
    private static final String NO_REGION = "ZZ";
    private static final int CACHED = 4096;

    private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    private final Read[] recent = new Read[CACHED];

    /** Immutable, so that threads may race for a slot: the loser parses once more. */
    private record Read(String text, String region, Optional<String> number) {}

    @Override
    public Optional<String> e164(String text, Optional<String> region) {
        String from = region.orElse(NO_REGION);
        int hash = text.hashCode() * 0x9E3779B9;
        int slot = (hash >>> 16) & (CACHED - 1);
        Read known = recent[slot];
        if (known == null || !known.text.equals(text) || !known.region.equals(from)) {
            known = new Read(text, from, parse(text, from));
            recent[slot] = known;
        }
        return known.number;
    }

    private Optional<String> parse(String text, String region) {
        if (text.codePoints().anyMatch(Character::isLetter)) {
            return Optional.empty();
        }
        try {
            PhoneNumber number = plans.parse(text, region);
            boolean whole =
                    !number.hasExtension() && plans.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
            return whole ? Optional.of(plans.format(number, PhoneNumberFormat.E164)) : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
