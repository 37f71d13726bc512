package io.penstock.transform.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Ids of deliveries: ULIDs whose 48 time bits are the as-of time in milliseconds and whose other 80 bits are the first
 * ten bytes of SHA-256 over what makes the change: pipeline, emit, row key, row version.
 *
 * <p>So the same change has the same id whatever the attempt, the replay or the configuration version; nothing random
 * and no clock is in it.
 */
public final class DeliveryId {
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final long LATEST = (1L << 48) - 1;
    private static final int HASHED = 10;
    /** Nothing is ever hashed with it, so that every thread may copy it. */
    private static final MessageDigest UNUSED = unused();

    private DeliveryId() {}

    /**
     * The id.
     *
     * @param asOf clamped to what 48 bits hold: 1970 to the year 10889
     * @return 26 characters
     */
    public static String of(String pipeline, String emit, String rowKey, String rowVersion, Instant asOf) {
        return of(asOf, pipeline, emit, rowKey, rowVersion);
    }

    /** Id of the merge of an absorbed profile's address. */
    public static String ofMerge(String destination, String absorbed, Identifier address, Instant mergedAt) {
        return of(mergedAt, "merge", destination, absorbed, address.type(), address.value());
    }

    /** Id of the end of an address at a destination. */
    public static String ofErasure(String destination, String profileId, Identifier address, Instant erasedAt) {
        return of(erasedAt, "erase", destination, profileId, address.type(), address.value());
    }

    private static String of(Instant asOf, String... parts) {
        byte[] hash = hash(parts);
        ByteBuffer bits = ByteBuffer.allocate(16);
        bits.putLong(Math.clamp(asOf.toEpochMilli(), 0, LATEST) << 16);
        bits.position(6);
        bits.put(hash, 0, HASHED);
        return base32(bits.getLong(0), bits.getLong(8));
    }

    private static byte[] hash(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0); // keeps ("ab", "c") and ("a", "bc") apart
        }
        return digest.digest();
    }

    /** A copy: asking for the algorithm by its name takes longer than to hash with it. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest unused() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 128 bits as 26 characters of 5 bits; the first one holds 3. */
    private static String base32(long high, long low) {
        char[] text = new char[26];
        for (int i = text.length - 1; i >= 0; i--) {
            text[i] = CROCKFORD[(int) (low & 31)];
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
    }
}
