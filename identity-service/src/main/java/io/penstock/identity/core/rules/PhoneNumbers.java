package io.penstock.identity.core.rules;

import java.util.Optional;

/** Numbering plans of the world, which the core does not know. Pure, never throws, any thread. */
@FunctionalInterface
public interface PhoneNumbers {
    /** Knows no plan: takes what is written out as {@code +} and 3 to 15 digits, with separators between them. */
    PhoneNumbers WRITTEN_OUT = (text, _) -> WrittenOut.e164(text);

    /**
     * The number as {@code +} and digits.
     *
     * @param text trimmed, any script
     * @param region two capital letters, where national numbers are from; empty: international ones only
     * @return empty if it is no possible number, or only part of one is known (an extension, letters)
     */
    Optional<String> e164(String text, Optional<String> region);

    /** {@link #WRITTEN_OUT}. */
    final class WrittenOut {
        private static final int FEWEST = 3;
        private static final int MOST = 15;

        private WrittenOut() {}

        private static Optional<String> e164(String text) {
            StringBuilder number = new StringBuilder("+");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    number.append(c);
                } else if (i == 0 ? c != '+' : " -.()/".indexOf(c) < 0) {
                    return Optional.empty();
                }
            }
            int digits = number.length() - 1;
            boolean possible = text.startsWith("+") && digits >= FEWEST && digits <= MOST && number.charAt(1) != '0';
            return possible ? Optional.of(number.toString()) : Optional.empty();
        }
    }
}
