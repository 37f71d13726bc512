package io.penstock.identity.streams;

import io.penstock.identity.core.Counters;
import io.penstock.identity.core.Evidence;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.Mark;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.rules.Identifier;
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
                out.writeLong(known.since());
                writeInstant(out, known.came());
                out.writeInt(known.evidence().size());
                for (Evidence evidence : known.evidence()) {
                    writeIdentifier(out, evidence.with());
                    out.writeLong(evidence.logOffset());
                    out.writeByte(evidence.kind().ordinal());
                }
                writeIdentifiers(out, known.apart());
            }
            out.writeInt(profile.absorbed().size());
            for (String absorbed : profile.absorbed()) {
                out.writeUTF(absorbed);
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
                identifiers.add(new Known(
                        identifier,
                        raw,
                        readInstant(in),
                        readInstant(in),
                        in.readUTF(),
                        in.readLong(),
                        readInstant(in),
                        readEvidence(in),
                        readIdentifiers(in)));
            }
            int absorbedCount = in.readInt();
            List<String> absorbed = new ArrayList<>(absorbedCount);
            for (int i = 0; i < absorbedCount; i++) {
                absorbed.add(in.readUTF());
            }
            return new Profile(sequence, id, createdAt, epoch, merges, identifiers, absorbed);
        });
    }

    static byte[] mark(Mark mark) {
        return write(out -> {
            out.writeByte(mark.status().ordinal());
            out.writeInt(mark.incarnation());
            out.writeInt(mark.refusedBy().size());
            for (long partner : mark.refusedBy()) {
                out.writeLong(partner);
            }
            writeIdentifiers(out, mark.apart());
        });
    }

    static Mark mark(byte[] bytes) {
        return read(bytes, in -> {
            Mark.Status status = Mark.Status.values()[in.readByte()];
            int incarnation = in.readInt();
            int count = in.readInt();
            List<Long> refusedBy = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                refusedBy.add(in.readLong());
            }
            return new Mark(status, incarnation, refusedBy, readIdentifiers(in));
        });
    }

    static byte[] counters(Counters counters) {
        return write(out -> {
            out.writeLong(counters.lastSequence());
            out.writeLong(counters.epoch());
            writeInstant(out, counters.logTime());
        });
    }

    static Counters counters(byte[] bytes) {
        return read(bytes, in -> new Counters(in.readLong(), in.readLong(), readInstant(in)));
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

    private static List<Evidence> readEvidence(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Evidence> evidence = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            evidence.add(new Evidence(readIdentifier(in), in.readLong(), Evidence.Kind.values()[in.readByte()]));
        }
        return evidence;
    }

    private static void writeIdentifiers(DataOutputStream out, List<Identifier> identifiers) throws IOException {
        out.writeInt(identifiers.size());
        for (Identifier identifier : identifiers) {
            writeIdentifier(out, identifier);
        }
    }

    private static List<Identifier> readIdentifiers(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Identifier> identifiers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            identifiers.add(readIdentifier(in));
        }
        return identifiers;
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
