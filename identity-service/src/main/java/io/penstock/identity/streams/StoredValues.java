package io.penstock.identity.streams;

import io.penstock.identity.core.Evidence;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Values of the resolver's stores as bytes: big-endian, each non-trivial one behind a format number. Compact because
 * every change goes through the changelog; equal values give equal bytes.
 */
final class StoredValues {
    private static final int FORMAT = 1;

    private StoredValues() {}

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] profile(Profile profile) {
        return write(out -> {
            out.writeLong(profile.sequence());
            out.writeUTF(profile.id());
            writeInstant(out, profile.createdAt());
            out.writeLong(profile.epoch());
            out.writeInt(profile.merges());
            out.writeInt(profile.identifiers().size());
            for (Known known : profile.identifiers()) {
                writeIdentifier(out, known.identifier());
                boolean asWritten = known.raw().equals(known.identifier().value());
                out.writeBoolean(asWritten);
                if (!asWritten) {
                    out.writeUTF(known.raw());
                }
                writeInstant(out, known.firstSeen());
                writeInstant(out, known.lastSeen());
                out.writeUTF(known.source());
            }
        });
    }

    static Profile profile(byte[] bytes) {
        return read(bytes, in -> {
            long sequence = in.readLong();
            String id = in.readUTF();
            Instant createdAt = readInstant(in);
            long epoch = in.readLong();
            int merges = in.readInt();
            int count = in.readInt();
            List<Known> identifiers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Identifier identifier = readIdentifier(in);
                String raw = in.readBoolean() ? identifier.value() : in.readUTF();
                identifiers.add(new Known(identifier, raw, readInstant(in), readInstant(in), in.readUTF()));
            }
            return new Profile(sequence, id, createdAt, epoch, merges, identifiers);
        });
    }

    static byte[] evidence(List<Evidence> evidence) {
        return write(out -> {
            out.writeInt(evidence.size());
            for (Evidence one : evidence) {
                writeIdentifier(out, one.with());
                out.writeLong(one.logOffset());
                out.writeUTF(one.recordId());
            }
        });
    }

    static List<Evidence> evidence(byte[] bytes) {
        return read(bytes, in -> {
            int count = in.readInt();
            List<Evidence> evidence = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                evidence.add(new Evidence(readIdentifier(in), in.readLong(), in.readUTF()));
            }
            return evidence;
        });
    }

    static byte[] rejection(Rejection rejection, long logOffset) {
        return write(out -> {
            out.writeUTF(rejection.reason());
            out.writeLong(logOffset);
        });
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            writer.write(out);
        } catch (IOException e) {
            throw new SerializationException("stored value cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new SerializationException("stored value has format " + format + ", expected " + FORMAT);
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new SerializationException("stored value of " + bytes.length + " bytes cannot be read", e);
        }
    }

    private static void writeIdentifier(DataOutputStream out, Identifier identifier) throws IOException {
        out.writeUTF(identifier.type());
        out.writeUTF(identifier.value());
    }

    private static Identifier readIdentifier(DataInputStream in) throws IOException {
        return new Identifier(in.readUTF(), in.readUTF());
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
