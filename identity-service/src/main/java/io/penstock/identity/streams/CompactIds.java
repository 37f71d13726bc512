package io.penstock.identity.streams;

/** Profile ids as the 128 bits they stand for: {@code prf_} and 26 characters of base32. */
final class CompactIds {
    private static final String PREFIX = "prf_";
    private static final int LENGTH = PREFIX.length() + 26;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final byte[] DIGITS = new byte[128];

    static {
        java.util.Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            DIGITS[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private CompactIds() {}

    /** Both halves, or null if it is an id of another form. */
    static long[] bits(String id) {
        if (id.length() != LENGTH || !id.startsWith(PREFIX)) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 26; i++) {
            char c = id.charAt(PREFIX.length() + i);
            int digit = c < 128 ? DIGITS[c] : -1;
            // The last character holds three bits, padded with two zeroes.
            if (digit < 0 || i == 25 && (digit & 3) != 0) {
                return null;
            }
            int width = i == 25 ? 3 : 5;
            high = high << width | low >>> 64 - width;
            low = low << width | (i == 25 ? digit >>> 2 : digit);
        }
        return new long[] {high, low};
    }

    static String id(long high, long low) {
        char[] text = new char[LENGTH];
        PREFIX.getChars(0, PREFIX.length(), text, 0);
        for (int i = 0; i < 26; i++) {
            int from = i * 5;
            int five = 0;
            for (int bit = from; bit < from + 5; bit++) {
                long one = bit < 64 ? high >>> 63 - bit : bit < 128 ? low >>> 127 - bit : 0;
                five = five << 1 | (int) (one & 1);
            }
            text[PREFIX.length() + i] = ALPHABET.charAt(five);
        }
        return new String(text);
    }
}
