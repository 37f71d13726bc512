package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * JSON as bytes, from left to right, as {@link Json#wire()} writes it and in a fraction of the time; only a character
 * beyond U+FFFF is itself instead of two escapes. Commas come by themselves, fields of null stay away. Not thread-safe.
 */
final class JsonBytes {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int size;
    private Instant lastTime;
    private byte[] lastTimeText;

    /** @param usual bytes it starts with; it grows */
    JsonBytes(int usual) {
        bytes = new byte[usual];
    }

    /** A field's name as it stands in front of its value. */
    static byte[] name(String ascii) {
        return ('"' + ascii + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Begins an object or a list that is no field, or stands behind {@link #named}. */
    JsonBytes open(char bracket) {
        comma();
        return put(bracket);
    }

    /** Begins an object or a list. */
    JsonBytes open(byte[] name, char bracket) {
        return field(name).put(bracket);
    }

    JsonBytes close(char bracket) {
        return put(bracket);
    }

    JsonBytes text(byte[] name, String text) {
        return text == null ? this : field(name).quoted(text);
    }

    JsonBytes number(byte[] name, long number) {
        return field(name).digits(number);
    }

    JsonBytes time(byte[] name, Instant time) {
        if (time == null) {
            return this;
        }
        if (!time.equals(lastTime)) {
            lastTime = time;
            lastTimeText = ('"' + InstantText.format(time) + '"').getBytes(StandardCharsets.US_ASCII);
        }
        return field(name).raw(lastTimeText);
    }

    /** A field with JSON that is there already. */
    JsonBytes json(byte[] name, byte[] json) {
        return field(name).raw(json);
    }

    JsonBytes texts(byte[] name, List<String> texts) {
        open(name, '[');
        for (String text : texts) {
            comma();
            quoted(text);
        }
        return close(']');
    }

    /** A field whose name is no name of ours. */
    JsonBytes named(String name) {
        comma();
        return quoted(name).put(':');
    }

    /** What stands behind {@link #named}. */
    JsonBytes value(JsonNode value) {
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        if (value.isInt() || value.isLong()) {
            return digits(value.longValue());
        }
        if (value.isBoolean() || value.isBigDecimal() || value.isBigInteger()) {
            return raw(value.asText().getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return raw(Json.wire().writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new SerializationException("cannot write a value as JSON");
        }
    }

    private JsonBytes field(byte[] name) {
        comma();
        return raw(name);
    }

    /** No value ends with one of these three. */
    private void comma() {
        byte last = size == 0 ? (byte) '{' : bytes[size - 1];
        if (last != '{' && last != '[' && last != ':') {
            put(',');
        }
    }

    /**
     * A text as a value. What is not ASCII stays as it is, in UTF-8; half of a surrogate pair becomes a question mark.
     */
    JsonBytes quoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length + 2);
        bytes[size++] = '"';
        int plain = plain(utf8);
        System.arraycopy(utf8, 0, bytes, size, plain);
        size += plain;
        for (int i = plain; i < utf8.length; i++) {
            escaped(utf8[i]);
        }
        return put('"');
    }

    /** How many bytes from the start need no escape. */
    private static int plain(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (isSpecial(utf8[i])) {
                return i;
            }
        }
        return utf8.length;
    }

    private static boolean isSpecial(byte one) {
        return one >= 0 && one < ' ' || one == '"' || one == '\\';
    }

    private void escaped(byte one) {
        reserve(LONGEST_ESCAPE);
        if (!isSpecial(one)) {
            bytes[size++] = one;
            return;
        }
        bytes[size++] = '\\';
        byte letter = letter(one);
        if (letter != 0) {
            bytes[size++] = letter;
            return;
        }
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = (byte) HEX[one >> 4];
        bytes[size++] = (byte) HEX[one & 0xf];
    }

    /** Behind the backslash, or 0 if there is none for it. */
    private static byte letter(byte one) {
        return switch (one) {
            case '"', '\\' -> one;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private JsonBytes digits(long number) {
        if (number < 0) {
            return raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
        reserve(LONGEST_NUMBER);
        int length = 1;
        for (long rest = number; rest > 9; rest /= 10) {
            length++;
        }
        long rest = number;
        for (int at = size + length - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
        return this;
    }

    private JsonBytes raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    private JsonBytes put(char one) {
        reserve(1);
        bytes[size++] = (byte) one;
        return this;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
