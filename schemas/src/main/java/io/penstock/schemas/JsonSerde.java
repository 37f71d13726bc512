package io.penstock.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes and reads one wire type as UTF-8 JSON in the {@link Json#wire()} dialect. Thread-safe; a null value is a
 * tombstone and stays null.
 *
 * <p>Bytes that are not the type's JSON raise {@link SerializationException}; its message names the type and the topic,
 * never the content.
 */
public record JsonSerde<T>(Class<T> type) implements Serde<T> {
    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : write(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(topic, bytes);
    }

    private byte[] write(T value) {
        try {
            return Json.wire().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new SerializationException("cannot write " + type.getSimpleName() + " as JSON");
        }
    }

    private T read(String topic, byte[] bytes) {
        try {
            return Json.wire().readValue(bytes, type);
        } catch (IOException | NumberFormatException e) { // Jackson has no fault of its own for an absurd exponent.
            throw new SerializationException("expected " + type.getSimpleName() + " as JSON on " + topic + ", found "
                    + bytes.length + " bytes of something else");
        }
    }
}
