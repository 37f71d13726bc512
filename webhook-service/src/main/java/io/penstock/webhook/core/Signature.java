package io.penstock.webhook.core;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the signature of a reporting webhook: lower-case hex HMAC-SHA256 over {@code v0:<timestamp>:<raw body>}.
 *
 * <p>Works on the bytes as received. Compares in constant time, and always tries every key, so that an answer's time
 * says nothing. Several keys may be valid at one time, for rotation. Thread-safe.
 *
 * @param oldest longest age of the timestamp; the sender retries for 7 days and may not sign again
 * @param ahead how far the sender's clock may run before ours
 */
public record Signature(Duration oldest, Duration ahead) {
    private static final String PREFIX = "v0=";
    private static final String ALGORITHM = "HmacSHA256";

    /** Any age up to 8 days, at most 5 minutes ahead. */
    public static Signature standard() {
        return new Signature(Duration.ofDays(8), Duration.ofMinutes(5));
    }

    /**
     * Whether one of the keys signed this body at this time.
     *
     * @param timestamp header, unix seconds; null if absent
     * @param signature header, hex, with or without {@code v0=}; null if absent
     * @param keys texts of the signing keys; none means no
     */
    public boolean isValid(List<String> keys, String timestamp, String signature, byte[] body, Instant now) {
        Optional<Instant> sent = seconds(timestamp);
        byte[] given = hex(signature);
        boolean match = false;
        for (String key : keys) {
            match |= MessageDigest.isEqual(expected(key, timestamp == null ? "" : timestamp, body), given);
        }
        return match && sent.filter(at -> isTimely(at, now)).isPresent();
    }

    /** The signature as the sender computes it, hex. */
    public static String of(String key, String timestamp, byte[] body) {
        return HexFormat.of().formatHex(expected(key, timestamp, body));
    }

    private boolean isTimely(Instant sent, Instant now) {
        return !sent.isBefore(now.minus(oldest)) && !sent.isAfter(now.plus(ahead));
    }

    private static byte[] expected(String key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static Optional<Instant> seconds(String timestamp) {
        return timestamp != null && timestamp.matches("\\d{1,11}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(timestamp)))
                : Optional.empty();
    }

    private static byte[] hex(String signature) {
        String text = signature == null ? "" : signature.strip();
        text = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
