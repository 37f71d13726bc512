package io.penstock.control.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One configured thing as a project wants it.
 *
 * @param spec the file's {@code spec} as JSON without white space, keys in the file's order (the order of identifier
 *     types is their priority, so it is content); comments, indentation and flow style are not part of it
 * @param script text of the pipeline's script
 */
public record Entry(Key key, String spec, Optional<String> script) {
    /** SHA-256 over spec and script, lower-case hex; the same content has the same hash in any process. */
    public String hash() {
        MessageDigest digest = sha256();
        digest.update(spec.getBytes(StandardCharsets.UTF_8));
        // JSON text holds no zero byte, so no pair of spec and script can be shifted into another pair.
        script.ifPresent(text -> {
            digest.update((byte) 0);
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
