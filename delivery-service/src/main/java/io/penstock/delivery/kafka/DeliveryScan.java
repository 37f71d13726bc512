package io.penstock.delivery.kafka;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.plain.JsonText;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Times;
import io.penstock.schemas.plain.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads a delivery as transform-service writes nearly all of them: fields in their order, nothing but merges left out.
 * Says nothing of anything else. The body stays the text it is, and what is known of the person besides the address is
 * passed over: no call says it. Not thread-safe.
 */
final class DeliveryScan {
    private static final byte[] WORKSPACE = ascii("{\"workspace\":");
    private static final byte[] DELIVERY_ID = ascii(",\"delivery_id\":");
    private static final byte[] KIND = ascii(",\"kind\":");
    private static final byte[] PIPELINE = ascii(",\"pipeline\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] EMIT = ascii(",\"emit\":");
    private static final byte[] DESTINATION = ascii(",\"destination\":");
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] ADDRESS = ascii(",\"address\":");
    private static final byte[] OBJECT = ascii(",\"object\":");
    private static final byte[] TYPE = ascii("{\"type\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final byte[] BODY = ascii(",\"body\":");
    private static final byte[] UNSET = ascii(",\"unset\":");
    private static final byte[] AS_OF = ascii(",\"as_of\":");
    private static final byte[] RECORD_ID = ascii(",\"record_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");

    private final Words words = new Words();
    private final PlainParts parts = new PlainParts(words);
    private final Times times = new Times();

    /**
     * One delivery.
     *
     * @param delivery without its body and identifiers
     * @param body an object
     * @param common what its outcome can be copied from
     */
    record Found(DeliveryV1 delivery, JsonText body, CommonText common) {}

    Optional<Found> read(byte[] bytes) {
        try {
            return Optional.of(read(new PlainJson(bytes), bytes));
        } catch (NotPlain | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Found read(PlainJson in, byte[] bytes) {
        in.expect(WORKSPACE);
        String workspace = in.text(words);
        in.expect(DELIVERY_ID);
        String deliveryId = in.text();
        in.expect(KIND);
        DeliveryV1.Kind kind = DeliveryV1.Kind.valueOf(in.text(words));
        in.expect(PIPELINE);
        String pipeline = in.text(words);
        in.expect(CONFIG_VERSION);
        long configVersion = in.number();
        in.expect(EMIT);
        String emit = in.text(words);
        in.expect(DESTINATION);
        String destination = in.text(words);
        String profileId = in.passes(PROFILE_ID) ? in.text() : null;
        IdentifierV1 address = in.passes(ADDRESS) ? parts.identifier(in) : null;
        ObjectRefV1 object = in.passes(OBJECT) ? parts.object(in) : null;
        int head = in.position();
        in.expect(IDENTIFIERS);
        skipIdentifiers(in);
        int eventAt = in.position();
        String event = in.passes(EVENT) ? in.text(words) : null;
        int eventEnd = in.position();
        in.expect(BODY);
        JsonText body = body(in, bytes);
        in.expect(UNSET);
        List<String> unset = parts.texts(in);
        int asOfAt = in.position();
        in.expect(AS_OF);
        Instant asOf = times.of(in.text(words));
        int asOfEnd = in.position();
        String recordId = in.passes(RECORD_ID) ? in.text() : null;
        String rowKey = in.passes(ROW_KEY) ? in.text() : null;
        PositionV1 position = parts.position(in);
        in.expect('}');
        in.expectEnd();
        return new Found(
                new DeliveryV1(
                        workspace,
                        deliveryId,
                        kind,
                        pipeline,
                        configVersion,
                        emit,
                        destination,
                        profileId,
                        address,
                        null,
                        object,
                        List.of(),
                        event,
                        null,
                        unset,
                        asOf,
                        recordId,
                        rowKey,
                        position),
                body,
                new CommonText(bytes, head, eventAt, eventEnd, asOfAt, asOfEnd));
    }

    /** They must be what they should be all the same. */
    private static void skipIdentifiers(PlainJson in) {
        in.expect('[');
        if (in.passes(']')) {
            return;
        }
        do {
            in.expect(TYPE);
            in.skipText();
            in.expect(VALUE);
            in.skipText();
            in.expect('}');
        } while (in.passes(','));
        in.expect(']');
    }

    private static JsonText body(PlainJson in, byte[] bytes) {
        int from = in.position();
        in.skipValue();
        if (bytes[from] != '{') {
            throw NotPlain.HERE;
        }
        return new JsonText(bytes, from, in.position());
    }
}
