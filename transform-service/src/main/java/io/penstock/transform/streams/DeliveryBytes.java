package io.penstock.transform.streams;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.transform.wire.WireParts;
import org.apache.kafka.common.serialization.Serializer;

/** Writes deliveries as their serde does, byte for byte, in a fraction of the time. Used by one thread. */
final class DeliveryBytes {
    private static final int USUAL = 1024;
    private static final byte[] WORKSPACE = ascii(",\"workspace\":");
    private static final byte[] DELIVERY_ID = ascii(",\"delivery_id\":");
    private static final byte[] KIND = ascii(",\"kind\":");
    private static final byte[] PIPELINE = ascii(",\"pipeline\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] EMIT = ascii(",\"emit\":");
    private static final byte[] DESTINATION = ascii(",\"destination\":");
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] ADDRESS = ascii(",\"address\":");
    private static final byte[] SECONDARY = ascii(",\"secondary\":");
    private static final byte[] OBJECT = ascii(",\"object\":{\"type\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final byte[] BODY = ascii(",\"body\":");
    private static final byte[] UNSET = ascii(",\"unset\":");
    private static final byte[] AS_OF = ascii(",\"as_of\":");
    private static final byte[] RECORD_ID = ascii(",\"record_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");
    private static final byte[] POSITION = ascii(",\"position\":");

    private final JsonBytes out = new JsonBytes(USUAL);

    private DeliveryBytes() {}

    /** Of the topic. */
    static Serializer<DeliveryV1> serializer() {
        return (_, delivery) -> delivery == null ? null : of(delivery);
    }

    static byte[] of(DeliveryV1 delivery) {
        DeliveryBytes bytes = new DeliveryBytes();
        bytes.write(delivery);
        return bytes.out.copy();
    }

    private void write(DeliveryV1 delivery) {
        out.raw('{');
        text(WORKSPACE, delivery.workspace());
        text(DELIVERY_ID, delivery.deliveryId());
        text(KIND, delivery.kind() == null ? null : delivery.kind().name());
        text(PIPELINE, delivery.pipeline());
        name(CONFIG_VERSION).number(delivery.configVersion());
        text(EMIT, delivery.emit());
        text(DESTINATION, delivery.destination());
        text(PROFILE_ID, delivery.profileId());
        identifier(ADDRESS, delivery.address());
        identifier(SECONDARY, delivery.secondary());
        object(delivery.object());
        WireParts.identifiers(name(IDENTIFIERS), delivery.identifiers());
        text(EVENT, delivery.event());
        if (delivery.body() != null) {
            WireParts.node(name(BODY), delivery.body());
        }
        WireParts.texts(name(UNSET), delivery.unset());
        text(AS_OF, delivery.asOf() == null ? null : InstantText.format(delivery.asOf()));
        text(RECORD_ID, delivery.recordId());
        text(ROW_KEY, delivery.rowKey());
        if (delivery.position() != null) {
            WireParts.position(name(POSITION), delivery.position());
        }
        out.raw('}');
    }

    private void identifier(byte[] name, IdentifierV1 identifier) {
        if (identifier != null) {
            WireParts.identifier(name(name), identifier);
        }
    }

    private void object(ObjectRefV1 object) {
        if (object != null) {
            name(OBJECT).quoted(object.type()).raw(ID).quoted(object.id()).raw('}');
        }
    }

    private void text(byte[] name, String text) {
        if (text != null) {
            name(name).quoted(text);
        }
    }

    private JsonBytes name(byte[] name) {
        return out.raw(name, out.length() == 1 ? 1 : 0, name.length);
    }
}
