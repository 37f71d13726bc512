package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.identity.streams.StoredOwned.Stamp;
import io.penstock.identity.streams.StoredOwned.ValueKind;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.Json;
import io.penstock.schemas.ProfileV1;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;

/** Bytes of {@link StoredOwned} as an {@link OwnedProfile}, whichever format they have. One use per instance. */
final class OwnedReader {
    private static final ValueKind[] VALUE_KINDS = ValueKind.values();
    private static final OwnedProfile.Status[] STATUSES = OwnedProfile.Status.values();
    /** More are no reason to believe in a length before they have come. */
    private static final int MOST_AT_ONCE = 64;

    private final ByteReader in;
    private final List<String> texts = new ArrayList<>(32);
    private final List<Stamp> stamps = new ArrayList<>();
    private long seconds;

    OwnedReader(byte[] bytes) {
        in = new ByteReader(bytes);
    }

    OwnedProfile profile() {
        long format = in.number();
        if (format != StoredOwned.FORMAT && format != StoredOwned.BEFORE_STAMPS) {
            throw new SerializationException(
                    "stored profile has format " + format + ", expected " + StoredOwned.FORMAT);
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
        Traits traits = new Traits(Collections.unmodifiableList(
                list(format == StoredOwned.FORMAT ? this::carried : this::carriedBeforeStamps)));
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
