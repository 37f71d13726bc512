package io.penstock.ingest.core.filter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Names one change of one row. The same change read again has the same name; no clock and no chance is in it. */
public final class RowVersion {
    private static final int BYTES = 16;

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
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
