package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** Fields and lists as {@link JsonBytes}. Commas come by themselves, fields of null stay away. Not thread-safe. */
final class JsonFields {
    private final JsonBytes out;

    /** @param usual bytes it starts with; it grows */
    JsonFields(int usual) {
        out = new JsonBytes(usual);
    }

    /** A field's name as it stands in front of its value. */
    static byte[] name(String ascii) {
        return ('"' + ascii + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
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
