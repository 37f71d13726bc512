package io.penstock.ingest.core.filter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Names one change of one row. The same change read again has the same name; no clock and no chance is in it. */
public final class RowVersion {
    /** Bytes of a digest that count. */
    public static final int BYTES = 16;

    /** Looking a digest up costs more than copying one that has seen nothing. */
    private static final MessageDigest UNUSED = unused();

    private RowVersion() {}

    /**
     * The version: 128 bits over as-of time and content, 32 hex digits.
     *
     * @param hash content hash, or null for DELETE
     */
    public static String of(Instant asOf, String hash) {
        byte[] digest = sha256((asOf + "\n" + (hash == null ? "deleted" : hash)).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    /** SHA-256. */
    public static byte[] sha256(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** A SHA-256 digest that has seen nothing. */
    public static MessageDigest digest() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            return unused();
        }
    }

    private static MessageDigest unused() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
