package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Urgency;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Reads one record: bytes to delivery to the destination's words. */
final class DeliveryReader {
    private final Encoder encoder;
    private final Duration liveWithin;
    private final DeliveryScan scan = new DeliveryScan();

    /** @param liveWithin a call owed later than this after it became true is back-fill */
    DeliveryReader(Encoder encoder, Duration liveWithin) {
        this.encoder = encoder;
        this.liveWithin = liveWithin;
    }

    Owed read(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.value())
                .flatMap(scan::read)
                .map(found -> owed(
                        record,
                        found.delivery(),
                        encoder.encode(found.delivery(), Optional.of(found.body())),
                        Optional.of(found.common())))
                .orElseGet(() -> parse(record));
    }

    /** Any delivery, whoever wrote it. */
    private Owed parse(ConsumerRecord<String, byte[]> record) {
        DeliveryV1 delivery;
        try {
            delivery = Topics.DELIVERIES.valueSerde().deserializer().deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return new Owed.Unreadable(record);
        }
        return incomplete(delivery)
                ? new Owed.Unreadable(record)
                : owed(record, withoutBody(delivery), encoder.encode(delivery, Optional.empty()), Optional.empty());
    }

    private Owed owed(
            ConsumerRecord<String, byte[]> record, DeliveryV1 delivery, Encoded encoded, Optional<CommonText> text) {
        String lane = delivery.profileId() == null ? record.key() : delivery.profileId();
        if (lane == null) {
            return new Owed.Unreadable(record);
        }
        return switch (encoded) {
            case Encoded.Item item ->
                new Owed.Delivery(
                        record,
                        delivery,
                        new Call(delivery.deliveryId(), lane, item.bytes(), urgency(record, delivery), item.way()),
                        text);
            case Encoded.Refused refused -> new Owed.Unsayable(record, delivery, refused);
        };
    }

    private static boolean incomplete(DeliveryV1 delivery) {
        return delivery == null
                || delivery.deliveryId() == null
                || delivery.kind() == null
                || delivery.destination() == null;
    }

    private Urgency urgency(ConsumerRecord<String, byte[]> record, DeliveryV1 delivery) {
        boolean late = delivery.asOf() != null
                && delivery.asOf().plus(liveWithin).isBefore(Instant.ofEpochMilli(record.timestamp()));
        return late ? Urgency.BACKFILL : Urgency.LIVE;
    }

    /** What an outcome needs of it; the rest would only fill the memory while the call waits. */
    static DeliveryV1 withoutBody(DeliveryV1 d) {
        return new DeliveryV1(
                d.workspace(),
                d.deliveryId(),
                d.kind(),
                d.pipeline(),
                d.configVersion(),
                d.emit(),
                d.destination(),
                d.profileId(),
                d.address(),
                d.secondary(),
                d.object(),
                List.of(),
                d.event(),
                null,
                List.of(),
                d.asOf(),
                d.recordId(),
                d.rowKey(),
                d.position());
    }
}
