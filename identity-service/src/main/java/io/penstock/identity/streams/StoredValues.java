package io.penstock.identity.streams;

import io.penstock.identity.core.Counters;
import io.penstock.identity.core.Evidence;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.Mark;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Values of the resolver's stores as bytes, each behind a format number. Numbers take as many bytes as they need and
 * times are told from the creation of their profile, because every change goes through the changelog; equal values give
 * equal bytes.
 */
final class StoredValues {
    private static final int FORMAT = 2;

    private StoredValues() {}

    static byte[] number(long number) {
        return new ByteWriter().number(number).bytes();
    }

    static long number(byte[] bytes) {
        return new ByteReader(bytes).number();
    }

    static byte[] id(String profileId) {
        return new ByteWriter().id(profileId).bytes();
    }

    static String id(byte[] bytes) {
        return new ByteReader(bytes).id();
    }

    static byte[] counters(Counters counters) {
        return write(out ->
                out.number(counters.lastSequence()).number(counters.epoch()).time(counters.logTime(), 0));
    }

    static Counters counters(byte[] bytes) {
        return read(bytes, in -> new Counters(in.number(), in.number(), in.time(0)));
    }

    static byte[] mark(Mark mark) {
        return write(out -> {
            out.number(mark.status().ordinal()).number(mark.incarnation());
            out.number(mark.refusedBy().size());
            mark.refusedBy().forEach(out::fixed);
            identifiers(out, mark.apart());
        });
    }

    static Mark mark(byte[] bytes) {
        return read(bytes, in -> {
            Mark.Status status = Mark.Status.values()[(int) in.number()];
            int incarnation = (int) in.number();
            List<Long> refusedBy = list(in, ByteReader::fixed);
            return new Mark(status, incarnation, refusedBy, list(in, StoredValues::identifier));
        });
    }

    static byte[] profile(Profile profile) {
        return write(out -> {
            long created = profile.createdAt().getEpochSecond();
            out.number(profile.sequence()).id(profile.id()).time(profile.createdAt(), 0);
            out.number(profile.epoch()).number(profile.merges());
            out.number(profile.identifiers().size());
            profile.identifiers().forEach(known -> known(out, known, created));
            out.number(profile.absorbed().size());
            profile.absorbed().forEach(out::id);
        });
    }

    static Profile profile(byte[] bytes) {
        return read(bytes, in -> {
            long sequence = in.number();
            String id = in.id();
            Instant createdAt = in.time(0);
            long created = createdAt.getEpochSecond();
            long epoch = in.number();
            int merges = (int) in.number();
            List<Known> identifiers = list(in, one -> known(one, created));
            return new Profile(sequence, id, createdAt, epoch, merges, identifiers, list(in, ByteReader::id));
        });
    }

    /** Only the public id of a stored profile. */
    static String profileId(byte[] bytes) {
        return read(bytes, in -> {
            in.number();
            return in.id();
        });
    }

    private static void known(ByteWriter out, Known known, long created) {
        identifier(out, known.identifier());
        boolean asWritten = known.raw().equals(known.identifier().value());
        out.number(asWritten ? 0 : 1);
        if (!asWritten) {
            out.text(known.raw());
        }
        out.time(known.firstSeen(), created).time(known.lastSeen(), created).text(known.source());
        out.number(known.since()).time(known.came(), created);
        out.number(known.evidence().size());
        known.evidence().forEach(one -> {
            identifier(out, one.with());
            out.signed(one.logOffset() - known.since()).number(one.kind().ordinal());
        });
        identifiers(out, known.apart());
    }

    private static Known known(ByteReader in, long created) {
        Identifier identifier = identifier(in);
        String raw = in.number() == 0 ? identifier.value() : in.text();
        Instant firstSeen = in.time(created);
        Instant lastSeen = in.time(created);
        String source = in.text();
        long since = in.number();
        Instant came = in.time(created);
        List<Evidence> evidence = list(
                in,
                one -> new Evidence(identifier(one), one.signed() + since, Evidence.Kind.values()[(int) one.number()]));
        return new Known(
                identifier,
                raw,
                firstSeen,
                lastSeen,
                source,
                since,
                came,
                evidence,
                list(in, StoredValues::identifier));
    }

    private static void identifiers(ByteWriter out, List<Identifier> identifiers) {
        out.number(identifiers.size());
        identifiers.forEach(one -> identifier(out, one));
    }

    private static void identifier(ByteWriter out, Identifier identifier) {
        out.text(identifier.type()).text(identifier.value());
    }

    private static Identifier identifier(ByteReader in) {
        return new Identifier(in.text(), in.text());
    }

    private static <T> List<T> list(ByteReader in, Function<ByteReader, T> element) {
        int count = (int) in.number();
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(element.apply(in));
        }
        return all;
    }

    private static byte[] write(java.util.function.Consumer<ByteWriter> content) {
        ByteWriter out = new ByteWriter();
        out.number(FORMAT);
        content.accept(out);
        return out.bytes();
    }

    private static <T> T read(byte[] bytes, Function<ByteReader, T> content) {
        ByteReader in = new ByteReader(bytes);
        long format = in.number();
        if (format != FORMAT) {
            throw new SerializationException("stored value has format " + format + ", expected " + FORMAT);
        }
        return content.apply(in);
    }
}
