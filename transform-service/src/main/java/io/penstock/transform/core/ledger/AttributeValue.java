package io.penstock.transform.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * A value as it goes to the destination, or that there is none. Compared as text: {@code 0.7} and {@code 0.70} differ,
 * and so the second is sent.
 *
 * @param text JSON text; of a long one {@code #} and its SHA-256; empty for a removed attribute
 */
public record AttributeValue(String text) {
    /** The attribute was removed. */
    public static final AttributeValue GONE = new AttributeValue("");

    /** No attribute may be longer at Customer.io; it counts bytes of UTF-8. */
    private static final int LONGEST = 1000;

    private static final int MOST_BYTES_PER_CHAR = 3;
    private static final Set<String> BLANKS = Set.of("", "null", "\"\"", "[]", "{}");

    /** The value of JSON text. */
    public static AttributeValue of(String json) {
        if (json.length() * MOST_BYTES_PER_CHAR <= LONGEST) {
            return new AttributeValue(json);
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new AttributeValue(bytes.length <= LONGEST ? json : "#" + digest(bytes));
    }

    /** Whether only its digest is known. */
    public boolean isDigest() {
        return text.startsWith("#");
    }

    /** Whether the destination may fill it with somebody else's value when people merge there. */
    boolean isBlank() {
        return BLANKS.contains(text);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
