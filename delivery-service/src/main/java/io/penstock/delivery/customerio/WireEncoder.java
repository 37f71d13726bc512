package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.plain.JsonText;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Says each delivery for the wire its connection has chosen now. Thread-safe. */
public final class WireEncoder {
    private final PlainItem plain;
    private final TrackEncoder track;
    private final TrackEventEncoder trackEvent;
    private final PipelinesEncoder pipelines;
    private final Function<String, Optional<ConnectionSpec.CustomerIo>> connections;

    /** @param connections by name; one that is not there is taken for one without settings */
    public WireEncoder(TrackLimits limits, Function<String, Optional<ConnectionSpec.CustomerIo>> connections) {
        this.plain = new PlainItem(limits);
        this.track = new TrackEncoder(limits);
        this.trackEvent = new TrackEventEncoder(limits);
        this.pipelines = new PipelinesEncoder(limits);
        this.connections = connections;
    }

    /**
     * The call, or the reason why no attempt would be accepted; the reason names fields and sizes only.
     *
     * @param body an object, which is not in the delivery then; empty if the delivery is whole
     */
    public Encoded encode(DeliveryV1 delivery, Optional<JsonText> body) {
        if (body.isEmpty()) {
            return encode(delivery);
        }
        boolean batch = says(delivery, connections.apply(delivery.destination())) == Saying.TRACK;
        return (batch ? plain.of(delivery, body.get()) : Optional.<byte[]>empty())
                .<Encoded>map(item -> new Encoded.Item(item, Ways.TRACK))
                .orElseGet(() -> parsed(delivery, body.get()));
    }

    private Encoded parsed(DeliveryV1 delivery, JsonText body) {
        try {
            return encode(delivery.saying(
                    (ObjectNode) Json.wire().readTree(body.bytes(), body.from(), body.length()), delivery.unset()));
        } catch (IOException | ClassCastException e) {
            return new Encoded.Refused("not_json", "body cannot be read as JSON");
        }
    }

    /** The same for a delivery that is whole. */
    public Encoded encode(DeliveryV1 delivery) {
        return switch (says(delivery, connections.apply(delivery.destination()))) {
            case TRACK -> track.encode(delivery);
            case TRACK_EVENT -> trackEvent.encode(delivery);
            case PIPELINES -> pipelines.encode(delivery);
        };
    }

    private enum Saying {
        TRACK,
        TRACK_EVENT,
        PIPELINES
    }

    private static Saying says(DeliveryV1 delivery, Optional<ConnectionSpec.CustomerIo> connection) {
        ConnectionSpec.Wire wire =
                connection.map(ConnectionSpec.CustomerIo::wire).orElse(ConnectionSpec.Wire.TRACK);
        return switch (wire) {
            case PIPELINES -> Saying.PIPELINES;
            case TRACK -> Parts.isOfVisitor(delivery) ? visitorEvent(connection) : Saying.TRACK;
        };
    }

    private static Saying visitorEvent(Optional<ConnectionSpec.CustomerIo> connection) {
        ConnectionSpec.AnonymousEvents by =
                connection.map(ConnectionSpec.CustomerIo::anonymousEvents).orElse(ConnectionSpec.AnonymousEvents.V1);
        return switch (by) {
            case V1 -> Saying.TRACK_EVENT;
            case V2 -> Saying.TRACK;
        };
    }
}
