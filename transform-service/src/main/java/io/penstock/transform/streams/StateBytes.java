package io.penstock.transform.streams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Compact state: what is read and written for every row, where JSON would cost more than the row itself. */
final class StateBytes {
    private StateBytes() {}

    /** Writes one value. */
    @FunctionalInterface
    interface Writing<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    /** Reads one value. */
    @FunctionalInterface
    interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    static <T> Serde<T> serde(Writing<T> writing, Reading<T> reading) {
        Serializer<T> serializer = (_, value) -> value == null ? null : bytes(writing, value);
        Deserializer<T> deserializer = (_, bytes) -> bytes == null ? null : value(reading, bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static <T> byte[] bytes(Writing<T> writing, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            writing.write(new DataOutputStream(bytes), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static <T> T value(Reading<T> reading, byte[] bytes) {
        try {
            return reading.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("a state store holds something else than was written", e);
        }
    }

    /** Text of any length; null is kept apart from empty. */
    static void text(DataOutputStream out, String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
