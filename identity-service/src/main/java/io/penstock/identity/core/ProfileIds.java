package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Public profile ids: {@code prf_} and 26 characters of lower-case base32, 128 bits of HMAC-SHA-256 over
 * {@code type|value|incarnation} of the founding identifier.
 *
 * <p>The same log gives the same ids for ever. The key is derived per workspace, so the same e-mail address has
 * unrelated ids in two of them; without the secret an id cannot be tested against a list of addresses. Changing the
 * secret renames everybody. Thread-safe.
 */
public final class ProfileIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 128;

    private final byte[] secret;
    private final ConcurrentMap<String, byte[]> workspaceKeys = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if the secret has fewer than 16 bytes in UTF-8 */
    public ProfileIds(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        if (this.secret.length < 16) {
            throw new IllegalArgumentException("the secret of profile ids must have at least 16 bytes");
        }
    }

    /**
     * The id of the profile that an identifier founds.
     *
     * @param incarnation how often that identifier founded one before; 0 until there are splits and erasures
     */
    public String of(String workspace, Identifier founding, int incarnation) {
        byte[] key = workspaceKeys.computeIfAbsent(workspace, name -> hmac(secret, name));
        // A type has no '|' and an incarnation is digits, so no two triples read the same.
        return "prf_" + base32(hmac(key, founding.type() + "|" + founding.value() + "|" + incarnation));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder(26);
        for (int bit = 0; bit < BITS; bit += 5) {
            int five = 0;
            for (int i = bit; i < bit + 5; i++) {
                int value = i < BITS ? (bytes[i / 8] >> (7 - i % 8)) & 1 : 0;
                five = five << 1 | value;
            }
            text.append(ALPHABET.charAt(five));
        }
        return text.toString();
    }
}
