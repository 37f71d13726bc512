package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Topics;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Reads one record: bytes to delivery to the destination's words. */
final class DeliveryReader {
    private final Function<DeliveryV1, Encoded> encoder;

    DeliveryReader(Function<DeliveryV1, Encoded> encoder) {
        this.encoder = encoder;
    }

    Owed read(ConsumerRecord<String, byte[]> record) {
        DeliveryV1 delivery;
        try {
            delivery = Topics.DELIVERIES.valueSerde().deserializer().deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return new Owed.Unreadable(record);
        }
        if (delivery == null || delivery.deliveryId() == null || delivery.kind() == null || incomplete(delivery)) {
            return new Owed.Unreadable(record);
        }
        return switch (encoder.apply(delivery)) {
            case Encoded.Item item -> new Owed.Delivery(record, delivery, item);
            case Encoded.Refused refused -> new Owed.Unsayable(record, delivery, refused);
        };
    }

    private static boolean incomplete(DeliveryV1 delivery) {
        return delivery.destination() == null || delivery.profileId() == null;
    }
}
