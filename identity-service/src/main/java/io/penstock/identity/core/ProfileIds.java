package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Public profile ids and what else is made with the secret: {@code prf_} and 26 characters of lower-case base32, 128
 * bits of HMAC-SHA-256 over {@code type|value|incarnation} of the founding identifier.
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
    private final ConcurrentMap<String, Mac> workspaceKeys = new ConcurrentHashMap<>();

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
     * @param incarnation how many ids of that identifier are spent; see {@link Mark#incarnation()}
     */
    public String of(String workspace, Identifier founding, int incarnation) {
        // A type has no '|' and an incarnation is digits, so no two triples read the same.
        return "prf_" + base32(keyed(workspace, founding.type() + "|" + founding.value() + "|" + incarnation));
    }

    /** What an identifier is remembered under when it must not be readable. Unrelated to the ids. */
    public IdentifierHash hash(String workspace, Identifier identifier) {
        // No type is empty, so this is the text of no id.
        ByteBuffer bytes = ByteBuffer.wrap(keyed(workspace, "|" + identifier.type() + "|" + identifier.value()));
        return new IdentifierHash(bytes.getLong(), bytes.getLong());
    }

    /** A key of 128 bits that everybody with the secret has. Unrelated to the ids and to the hashes. */
    public IdentifierHash key(String purpose) {
        // Nor is this the text of a hash.
        ByteBuffer bytes = ByteBuffer.wrap(keyed("", "||" + purpose));
        return new IdentifierHash(bytes.getLong(), bytes.getLong());
    }

    private byte[] keyed(String workspace, String text) {
        Mac mac =
                workspaceKeys.computeIfAbsent(workspace, name -> mac(mac(secret).doFinal(bytes(name))));
        // Finding and keying a Mac costs more than the hash; one thread folds a workspace, so nobody waits here.
        synchronized (mac) {
            return mac.doFinal(bytes(text));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
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
