package io.penstock.control.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One configured thing as a project wants it.
 *
 * @param spec the file's {@code spec} as JSON without white space, keys in the file's order (the order of identifier
 *     types is their priority, so it is content); comments, indentation and flow style are not part of it
 * @param script text of the pipeline's script
 * @param modules files that the script imports, path inside the pipeline's folder to text
 */
public record Entry(Key key, String spec, Optional<String> script, SortedMap<String, String> modules) {
    public Entry {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    }

    /** Without imported files. */
    public Entry(Key key, String spec, Optional<String> script) {
        this(key, spec, script, new TreeMap<>());
    }

    /** SHA-256 over spec, script and modules, lower-case hex; the same content has the same hash in any process. */
    public String hash() {
        MessageDigest digest = sha256();
        // JSON text begins with no zero byte, and lengths come first: no content can be shifted into another's.
        modules.forEach(
                (path, text) -> digest.update(bytes("\0" + path.length() + ":" + path + text.length() + ":" + text)));
        digest.update(bytes(spec));
        // JSON text holds no zero byte, so no pair of spec and script can be shifted into another pair.
        script.ifPresent(text -> {
            digest.update((byte) 0);
            digest.update(bytes(text));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
