package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Fields and lists as {@link JsonBytes}. Commas come by themselves, fields of null stay away. A thread writes one
 * object after the other, all into the same memory: new arrays were an eighth of what a record leaves behind.
 */
final class JsonFields {
    private static final int USUAL = 4 * 1024;
    /** What one large record needed is not kept for all others. */
    private static final int MOST_KEPT = 64 * 1024;

    private static final ThreadLocal<JsonFields> OF_THREAD = ThreadLocal.withInitial(JsonFields::new);

    private final JsonBytes out = new JsonBytes(USUAL);

    private JsonFields() {}

    /** Begins an object; the one that this thread began before must have been ended by {@link #bytes}, or is lost. */
    static JsonFields object() {
        JsonFields fields = OF_THREAD.get();
        fields.out.clear();
        return fields.open('{');
    }

    /** A field's name as it stands in front of its value. */
    static byte[] name(String ascii) {
        return ('"' + ascii + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** A copy of all that is written. */
    byte[] bytes() {
        if (out.array().length > MOST_KEPT) {
            OF_THREAD.remove();
        }
        return out.copy();
    }

    /** Begins an object or a list that is no field, or stands behind {@link #named}. */
    JsonFields open(char bracket) {
        comma();
        return put(bracket);
    }

    /** Begins an object or a list. */
    JsonFields open(byte[] name, char bracket) {
        return field(name).put(bracket);
    }

    JsonFields close(char bracket) {
        return put(bracket);
    }

    JsonFields text(byte[] name, String text) {
        return text == null ? this : field(name).quoted(text);
    }

    JsonFields number(byte[] name, long number) {
        return field(name).digits(number);
    }

    JsonFields time(byte[] name, Instant time) {
        if (time == null) {
            return this;
        }
        field(name).out.time(time);
        return this;
    }

    /** A field with JSON that is there already. */
    JsonFields json(byte[] name, byte[] json) {
        return field(name).raw(json);
    }

    JsonFields texts(byte[] name, List<String> texts) {
        open(name, '[');
        for (String text : texts) {
            comma();
            quoted(text);
        }
        return close(']');
    }

    /** A field whose name is no name of ours. */
    JsonFields named(String name) {
        comma();
        return quoted(name).put(':');
    }

    /** What stands behind {@link #named}. */
    JsonFields value(JsonNode value) {
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

    private JsonFields field(byte[] name) {
        comma();
        return raw(name);
    }

    /** No value ends with one of these three. */
    private void comma() {
        if (out.length() > 0 && !out.endsWith('{') && !out.endsWith('[') && !out.endsWith(':')) {
            out.raw(',');
        }
    }

    /** A text as a value. */
    JsonFields quoted(String text) {
        out.quoted(text);
        return this;
    }

    private JsonFields digits(long number) {
        out.number(number);
        return this;
    }

    private JsonFields raw(byte[] more) {
        out.raw(more);
        return this;
    }

    private JsonFields put(char one) {
        out.raw(one);
        return this;
    }
}
