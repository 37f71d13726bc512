package io.penstock.delivery.customerio;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.plain.JsonText;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says identifies and events as {@link TrackEncoder} does, byte for byte, but out of the text of their bodies: these
 * are nearly all calls there are, and a tree of each took longer than all else that is done with it. What has anything
 * unusual about it is left to the other. Thread-safe.
 */
final class PlainItem {
    private static final int FRAME = 256;
    private static final byte[] TYPE = ascii("{\"type\":\"person\",\"action\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":{");
    private static final byte[] ID = ascii("},\"id\":");
    private static final byte[] NAME = ascii(",\"name\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] ATTRIBUTES = ascii(",\"attributes\":{");
    private static final byte[] END = ascii("}}");
    private static final byte[] NULL = ascii("null");
    private static final int QUOTES = 2;

    private final Parts parts;

    PlainItem(TrackLimits limits) {
        this.parts = new Parts(limits);
    }

    /** Empty if the call is to be said by the other, which also says why it cannot be said at all. */
    Optional<byte[]> of(DeliveryV1 delivery, JsonText body) {
        JsonBytes out = new JsonBytes(FRAME + body.length());
        try {
            boolean said = switch (delivery.kind()) {
                case IDENTIFY -> identify(out, delivery, body);
                case TRACK -> event(out, "event", delivery, body);
                case PAGE -> event(out, "page", delivery, body);
                case SCREEN -> event(out, "screen", delivery, body);
                default -> false;
            };
            return said && out.length() <= parts.limits().item() ? Optional.of(out.copy()) : Optional.empty();
        } catch (NotPlain | Refusal e) {
            return Optional.empty();
        }
    }

    private boolean identify(JsonBytes out, DeliveryV1 delivery, JsonText body) throws Refusal {
        if (!delivery.unset().isEmpty()) {
            return false;
        }
        Parts.Named person = parts.person(delivery.address());
        out.raw(TYPE).quoted("identify");
        out.raw(IDENTIFIERS).quoted(person.name()).raw(':').quoted(person.value());
        out.raw('}').raw(TIMESTAMP).number(Parts.time(delivery.asOf()).getEpochSecond());
        out.raw(ATTRIBUTES);
        TrackLimits limits = parts.limits();
        int attributes = attributes(out, body, limits.name(), limits.value());
        out.raw(END);
        return attributes <= limits.attributes();
    }

    private boolean event(JsonBytes out, String action, DeliveryV1 delivery, JsonText body) throws Refusal {
        Parts.Named person = parts.visitor(delivery.address());
        out.raw(TYPE).quoted(action);
        out.raw(IDENTIFIERS).quoted(person.name()).raw(':').quoted(person.value());
        out.raw(ID).quoted(delivery.deliveryId());
        out.raw(NAME).quoted(parts.eventName(delivery.event()));
        out.raw(TIMESTAMP).number(Parts.time(delivery.asOf()).getEpochSecond());
        out.raw(ATTRIBUTES);
        attributes(out, body, Integer.MAX_VALUE, Integer.MAX_VALUE);
        out.raw(END);
        return true;
    }

    /** Writes what is not null. @return how many that were */
    private static int attributes(JsonBytes out, JsonText body, int longestName, int longestValue) {
        PlainJson in = new PlainJson(body);
        in.expect('{');
        if (in.passes('}')) {
            return 0;
        }
        Names names = new Names();
        do {
            int from = in.position();
            in.skipText();
            int colon = in.position();
            in.expect(':');
            int value = in.position();
            in.skipValue();
            int to = in.position();
            boolean text = body.bytes()[value] == '"';
            if (colon - from - QUOTES > longestName || to - value - (text ? QUOTES : 0) > longestValue) {
                throw NotPlain.HERE;
            }
            names.add(body.bytes(), from, colon);
            if (!isNull(body.bytes(), value, to)) {
                if (names.written++ > 0) {
                    out.raw(',');
                }
                out.raw(body.bytes(), from, to);
            }
        } while (in.passes(','));
        in.expect('}');
        names.expectEachOnce();
        return names.written;
    }

    private static boolean isNull(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, NULL, 0, NULL.length);
    }

    /** Names of one object. Of two that are alike a tree would keep the last. */
    private static final class Names {
        private static final int USUAL = 16;

        private long[] hashes = new long[USUAL];
        private int size;
        private int written;

        void add(byte[] bytes, int from, int to) {
            long hash = 0;
            for (int i = from; i < to; i++) {
                hash = hash * 0x100000001B3L + bytes[i];
            }
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            hashes[size++] = hash;
        }

        void expectEachOnce() {
            Arrays.sort(hashes, 0, size);
            for (int i = 1; i < size; i++) {
                if (hashes[i] == hashes[i - 1]) {
                    throw NotPlain.HERE;
                }
            }
        }
    }
}
