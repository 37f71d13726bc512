package io.penstock.delivery.history;

import io.penstock.delivery.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;

/** Digests of what is looked for: the first 16 bytes of SHA-256. Not thread-safe. */
final class Digests {
    static final int LENGTH = 16;
    private static final int SHA_256 = 32;
    private static final int REMEMBERED = 256;

    private final MessageDigest sha = Sha256.digest();
    private final byte[] digest = new byte[SHA_256];
    /** Names of pipelines come with every outcome. */
    private final String[] texts = new String[REMEMBERED];

    private final byte[][] digests = new byte[REMEMBERED][];

    /** Without regard to case: a person types what he remembers. The array is not to be changed. */
    byte[] of(String looked) {
        int place = looked.hashCode() & (REMEMBERED - 1);
        if (!looked.equals(texts[place])) {
            digests[place] = anew(looked);
            texts[place] = looked;
        }
        return digests[place];
    }

    private byte[] anew(String looked) {
        sha.update(looked.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        try {
            sha.digest(digest, 0, SHA_256);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest of SHA-256 has 32 bytes", e);
        }
        return Arrays.copyOf(digest, LENGTH);
    }
}
