package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.Json;
import io.penstock.schemas.ProfileV1;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;

/**
 * An {@link OwnedProfile} as bytes, behind a format number. Every change of a trait writes all of it, to the store and
 * to its changelog, so what comes again is a number: a text (a pipeline, an identifier), and all that traits of one
 * record have in common. Times are told from the one before. Equal profiles give equal bytes.
 *
 * <p>Format 1, in which every trait said all of it again, is read too.
 */
final class StoredOwned {
    private static final int FORMAT = 2;
    private static final int BEFORE_STAMPS = 1;
    /** Bytes that most profiles stay below. */
    private static final int USUAL = 1024;
    /** Of more records than this that traits came from, some are written again. */
    private static final int STAMPS_LOOKED_AT = 64;

    /** More are no reason to believe in a length before they have come. */
    private static final int MOST_AT_ONCE = 64;

    private enum ValueKind {
        TEXT,
        TRUE,
        FALSE,
        INT,
        LONG,
        DECIMAL,
        OTHER
    }

    private static final ValueKind[] VALUE_KINDS = ValueKind.values();
    private static final OwnedProfile.Status[] STATUSES = OwnedProfile.Status.values();

    private StoredOwned() {}

    /** What traits of one record have in common. */
    private record Stamp(String by, Instant asOf, long commit, long tie, long logOffset, String source) {
        boolean isOf(Carried one) {
            return tie == one.tie()
                    && logOffset == one.logOffset()
                    && commit == one.commit()
                    && by.equals(one.by())
                    && Objects.equals(asOf, one.asOf())
                    && Objects.equals(source, one.source());
        }

        static Stamp of(Carried one) {
            return new Stamp(one.by(), one.asOf(), one.commit(), one.tie(), one.logOffset(), one.source());
        }

        Carried on(String name, JsonNode value) {
            return new Carried(name, by, value, asOf, commit, tie, logOffset, source);
        }
    }

    static byte[] write(OwnedProfile profile) {
        return new Writing().profile(profile);
    }

    /** @throws SerializationException if these are no bytes of {@link #write} */
    static OwnedProfile read(byte[] bytes) {
        try {
            return new Reading(bytes).profile();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new SerializationException("stored profile of " + bytes.length + " bytes cannot be read");
        }
    }

    private static final class Writing {
        private final ByteWriter out = new ByteWriter(USUAL);
        private final Map<String, Integer> texts = HashMap.newHashMap(32);
        private final List<Stamp> stamps = new ArrayList<>();
        private long seconds;

        byte[] profile(OwnedProfile profile) {
            out.number(FORMAT);
            out.number(profile.status().ordinal()).number(profile.version()).number(profile.logOffset());
            text(profile.workspace());
            text(profile.profileId());
            text(profile.mergedInto());
            time(profile.createdAt());
            time(profile.updatedAt());
            out.number(profile.identifiers().size());
            profile.identifiers().forEach(this::known);
            List<Carried> traits = profile.traits().values();
            out.number(traits.size());
            traits.forEach(this::carried);
            out.number(profile.mergedFrom().size());
            profile.mergedFrom().forEach(this::text);
            out.number(profile.movedTo().size());
            profile.movedTo().forEach((carrier, to) -> {
                text(carrier);
                text(to);
            });
            change(profile.change());
            return out.bytes();
        }

        private void known(ProfileV1.Known known) {
            text(known.type());
            text(known.value());
            text(known.raw());
            time(known.firstSeen());
            time(known.lastSeen());
            text(known.source());
        }

        private void carried(Carried one) {
            text(one.name());
            stamp(one);
            value(one.value());
        }

        /** 0 is one not seen before, from 1 on those seen, in their order. */
        private void stamp(Carried one) {
            for (int i = stamps.size() - 1; i >= Math.max(0, stamps.size() - STAMPS_LOOKED_AT); i--) {
                if (stamps.get(i).isOf(one)) {
                    out.number(i + 1L);
                    return;
                }
            }
            stamps.add(Stamp.of(one));
            out.number(0);
            text(one.by());
            time(one.asOf());
            out.signed(one.commit()).fixed(one.tie()).signed(one.logOffset());
            text(one.source());
        }

        private void value(JsonNode value) {
            if (value.isTextual()) {
                kind(ValueKind.TEXT).text(value.textValue());
            } else if (value.isBoolean()) {
                kind(value.booleanValue() ? ValueKind.TRUE : ValueKind.FALSE);
            } else if (value.isInt()) {
                kind(ValueKind.INT).signed(value.intValue());
            } else if (value.isLong()) {
                kind(ValueKind.LONG).signed(value.longValue());
            } else if (value.isBigDecimal()) {
                kind(ValueKind.DECIMAL).text(value.decimalValue().toString());
            } else {
                kind(ValueKind.OTHER).text(value.toString());
            }
        }

        private ByteWriter kind(ValueKind kind) {
            return out.number(kind.ordinal());
        }

        private void change(ProfileV1.Change change) {
            out.number(change == null ? 0 : 1);
            if (change != null) {
                text(change.kind());
                text(change.decisionId());
                text(change.recordId());
            }
        }

        /** 0 is null, 1 a text not seen before, from 2 on the texts seen, in their order. */
        private void text(String text) {
            if (text == null) {
                out.number(0);
                return;
            }
            Integer seen = texts.putIfAbsent(text, texts.size());
            if (seen == null) {
                out.number(1).text(text);
            } else {
                out.number(seen + 2L);
            }
        }

        private void time(Instant at) {
            out.number(at == null ? 0 : 1);
            if (at != null) {
                out.time(at, seconds);
                seconds = at.getEpochSecond();
            }
        }
    }

    private static final class Reading {
        private final ByteReader in;
        private final List<String> texts = new ArrayList<>(32);
        private final List<Stamp> stamps = new ArrayList<>();
        private long seconds;

        Reading(byte[] bytes) {
            in = new ByteReader(bytes);
        }

        OwnedProfile profile() {
            long format = in.number();
            if (format != FORMAT && format != BEFORE_STAMPS) {
                throw new SerializationException("stored profile has format " + format + ", expected " + FORMAT);
            }
            OwnedProfile.Status status = STATUSES[(int) in.number()];
            long version = in.number();
            long logOffset = in.number();
            String workspace = text();
            String profileId = text();
            String mergedInto = text();
            Instant createdAt = time();
            Instant updatedAt = time();
            List<ProfileV1.Known> identifiers = list(this::known);
            Traits traits = new Traits(
                    Collections.unmodifiableList(list(format == FORMAT ? this::carried : this::carriedBeforeStamps)));
            List<String> mergedFrom = list(this::text);
            Map<String, String> movedTo = movedTo();
            return new OwnedProfile(
                    workspace,
                    profileId,
                    status,
                    version,
                    logOffset,
                    createdAt,
                    updatedAt,
                    identifiers,
                    traits,
                    mergedFrom,
                    mergedInto,
                    change(),
                    movedTo);
        }

        private ProfileV1.Known known() {
            return new ProfileV1.Known(text(), text(), text(), time(), time(), text());
        }

        private Carried carried() {
            String name = text();
            int place = (int) in.number();
            if (place == 0) {
                stamps.add(new Stamp(text(), time(), in.signed(), in.fixed(), in.signed(), text()));
            }
            Stamp stamp = place == 0 ? stamps.getLast() : stamps.get(place - 1);
            return stamp.on(name, value());
        }

        private Carried carriedBeforeStamps() {
            return new Carried(text(), text(), value(), time(), in.signed(), in.fixed(), in.signed(), text());
        }

        private JsonNode value() {
            return switch (VALUE_KINDS[(int) in.number()]) {
                case TEXT -> TextNode.valueOf(in.text());
                case TRUE -> BooleanNode.TRUE;
                case FALSE -> BooleanNode.FALSE;
                case INT -> IntNode.valueOf((int) in.signed());
                case LONG -> LongNode.valueOf(in.signed());
                case DECIMAL -> DecimalNode.valueOf(new BigDecimal(in.text()));
                case OTHER -> parsed(in.text());
            };
        }

        private static JsonNode parsed(String json) {
            try {
                return Json.wire().readTree(json);
            } catch (JsonProcessingException e) {
                throw new SerializationException("stored value of " + json.length() + " characters is no JSON");
            }
        }

        private Map<String, String> movedTo() {
            Map<String, String> moved = new LinkedHashMap<>();
            for (long left = in.number(); left > 0; left--) {
                moved.put(text(), text());
            }
            return moved;
        }

        private ProfileV1.Change change() {
            return in.number() == 0 ? null : new ProfileV1.Change(text(), text(), text());
        }

        private <T> List<T> list(Supplier<T> element) {
            int count = (int) in.number();
            List<T> all = new ArrayList<>(Math.clamp(count, 0, MOST_AT_ONCE));
            for (int i = 0; i < count; i++) {
                all.add(element.get());
            }
            return all;
        }

        private String text() {
            int place = (int) in.number();
            if (place == 0) {
                return null;
            }
            if (place > 1) {
                return texts.get(place - 2);
            }
            texts.add(in.text());
            return texts.getLast();
        }

        private Instant time() {
            if (in.number() == 0) {
                return null;
            }
            Instant at = in.time(seconds);
            seconds = at.getEpochSecond();
            return at;
        }
    }
}
