package io.penstock.ingest.core.type;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;

/**
 * Timestamps as the engine renders them, in the form of {@link Instant#toString()}. One form makes up nearly all of
 * them, {@code 2026-03-15T12:00:00.000000Z}, and only its fraction has to be cut: parsing it as a date costs more than
 * everything else that happens to a row's leaf.
 */
final class TimestampText {
    private static final String FORM = "dddd-dd-ddTdd:dd:dd.ddddddZ";
    private static final int SECONDS_END = 19;
    private static final int MILLIS_END = 23;

    private TimestampText() {}

    /**
     * The instant in canonical form.
     *
     * @throws java.time.DateTimeException if it is none
     */
    static String canonical(String text) {
        if (!isUsual(text)) {
            return OffsetDateTime.parse(text).toInstant().toString();
        }
        if (!text.startsWith("000Z", MILLIS_END)) {
            return text;
        }
        return text.startsWith(".000", SECONDS_END)
                ? text.substring(0, SECONDS_END) + "Z"
                : text.substring(0, MILLIS_END) + "Z";
    }

    /**
     * How many bytes of a text in the usual form stay in canonical form, without the {@code Z} behind them.
     *
     * @return -1 if the text has another form
     */
    static int lengthKept(byte[] text, int from, int to) {
        if (to - from != FORM.length() || !isUsual(new Latin(text, from))) {
            return -1;
        }
        if (!isZero(text, from + MILLIS_END)) {
            return FORM.length() - 1;
        }
        return isZero(text, from + SECONDS_END + 1) ? SECONDS_END : MILLIS_END;
    }

    private static boolean isZero(byte[] text, int from) {
        return text[from] == '0' && text[from + 1] == '0' && text[from + 2] == '0';
    }

    private static boolean isUsual(CharSequence text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            if (FORM.charAt(i) == 'd' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
                return false;
            }
        }
        int month = two(text, 5);
        int day = two(text, 8);
        return month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28
                        || day
                                <= YearMonth.of(two(text, 0) * 100 + two(text, 2), month)
                                        .lengthOfMonth())
                && two(text, 11) <= 23
                && two(text, 14) <= 59
                && two(text, 17) <= 59;
    }

    private static int two(CharSequence text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    /** The bytes of such a text as characters. */
    private record Latin(byte[] bytes, int from) implements CharSequence {
        @Override
        public int length() {
            return FORM.length();
        }

        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & 0xFF);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException("only looked at by character");
        }
    }
}
