package io.penstock.delivery.customerio;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.config.ConnectionSpec;
import java.util.Optional;
import java.util.function.Function;

/** Says each delivery for the wire its connection has chosen now. Thread-safe. */
public final class WireEncoder {
    private final TrackEncoder track;
    private final TrackEventEncoder trackEvent;
    private final PipelinesEncoder pipelines;
    private final Function<String, Optional<ConnectionSpec.CustomerIo>> connections;

    /** @param connections by name; one that is not there is taken for one without settings */
    public WireEncoder(TrackLimits limits, Function<String, Optional<ConnectionSpec.CustomerIo>> connections) {
        this.track = new TrackEncoder(limits);
        this.trackEvent = new TrackEventEncoder(limits);
        this.pipelines = new PipelinesEncoder(limits);
        this.connections = connections;
    }

    /** The call, or the reason why no attempt would be accepted; the reason names fields and sizes only. */
    public Encoded encode(DeliveryV1 delivery) {
        Optional<ConnectionSpec.CustomerIo> connection = connections.apply(delivery.destination());
        ConnectionSpec.Wire wire =
                connection.map(ConnectionSpec.CustomerIo::wire).orElse(ConnectionSpec.Wire.TRACK);
        return switch (wire) {
            case PIPELINES -> pipelines.encode(delivery);
            case TRACK -> Parts.isOfVisitor(delivery) ? visitorEvent(delivery, connection) : track.encode(delivery);
        };
    }

    private Encoded visitorEvent(DeliveryV1 delivery, Optional<ConnectionSpec.CustomerIo> connection) {
        ConnectionSpec.AnonymousEvents by =
                connection.map(ConnectionSpec.CustomerIo::anonymousEvents).orElse(ConnectionSpec.AnonymousEvents.V1);
        return switch (by) {
            case V1 -> trackEvent.encode(delivery);
            case V2 -> track.encode(delivery);
        };
    }
}
