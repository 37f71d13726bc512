package io.penstock.transform.streams;

import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Compact state: what is read and written for every row, where JSON would cost more than the row itself. */
final class StateBytes {
    /** One per thread, used again and again: a value is written for every row, several times. */
    private static final ThreadLocal<StateOutput> OUTPUT = ThreadLocal.withInitial(StateOutput::new);

    private StateBytes() {}

    /** Writes one value. */
    @FunctionalInterface
    interface Writing<T> {
        void write(StateOutput out, T value);
    }

    /** Reads one value. */
    @FunctionalInterface
    interface Reading<T> {
        T read(StateInput in) throws IOException;
    }

    static <T> Serde<T> serde(Writing<T> writing, Reading<T> reading) {
        Serializer<T> serializer = (_, value) -> value == null ? null : bytes(writing, value);
        Deserializer<T> deserializer = (_, bytes) -> bytes == null ? null : value(reading, bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    /** Of a state that older versions of this service wrote as JSON. What is written must not begin with a brace. */
    static <T> Serde<T> serde(Writing<T> writing, Reading<T> reading, Class<T> json) {
        Deserializer<T> usual = serde(writing, reading).deserializer();
        Deserializer<T> either = (topic, bytes) -> isJson(bytes) ? json(json, bytes) : usual.deserialize(topic, bytes);
        return Serdes.serdeFrom(serde(writing, reading).serializer(), either);
    }

    private static boolean isJson(byte[] bytes) {
        return bytes != null && bytes.length > 0 && bytes[0] == '{';
    }

    private static <T> T json(Class<T> type, byte[] bytes) {
        try {
            return Json.wire().readValue(bytes, type);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static <T> byte[] bytes(Writing<T> writing, T value) {
        StateOutput out = OUTPUT.get();
        out.begin();
        writing.write(out, value);
        return out.toBytes();
    }

    private static <T> T value(Reading<T> reading, byte[] bytes) {
        try {
            return reading.read(new StateInput(bytes));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static UncheckedIOException broken(IOException e) {
        return new UncheckedIOException("a state store holds something else than was written", e);
    }
}
