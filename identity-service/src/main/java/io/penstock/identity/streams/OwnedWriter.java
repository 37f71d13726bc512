package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.identity.streams.StoredOwned.Stamp;
import io.penstock.identity.streams.StoredOwned.ValueKind;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One {@link OwnedProfile} as bytes of the newest format; see {@link StoredOwned}. One use per instance. */
final class OwnedWriter {
    /** Bytes that most profiles stay below. */
    private static final int USUAL = 1024;
    /** Of more records than this that traits came from, some are written again. */
    private static final int STAMPS_LOOKED_AT = 64;

    private final ByteWriter out = new ByteWriter(USUAL);
    private final Map<String, Integer> texts = HashMap.newHashMap(32);
    private final List<Stamp> stamps = new ArrayList<>();
    private long seconds;

    byte[] profile(OwnedProfile profile) {
        out.number(StoredOwned.FORMAT);
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
