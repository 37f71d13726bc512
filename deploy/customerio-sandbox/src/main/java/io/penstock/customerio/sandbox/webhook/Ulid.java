package io.penstock.customerio.sandbox.webhook;

import java.math.BigInteger;

/** ULIDs: 26 characters, 48 bits of milliseconds and 80 others. */
public final class Ulid {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private Ulid() {}

    /** The one with that time and, as its lower part, that non-negative number of at most 80 bits. */
    public static String of(long millis, BigInteger low) {
        BigInteger value = BigInteger.valueOf(millis).shiftLeft(80).or(low);
        char[] text = new char[26];
        for (int i = 25; i >= 0; i--) {
            text[i] = ALPHABET[value.intValue() & 31];
            value = value.shiftRight(5);
        }
        return new String(text);
    }
}
