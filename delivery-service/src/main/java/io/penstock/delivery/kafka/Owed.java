package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One record of the deliveries topic, read as far as it can be. */
sealed interface Owed {
    ConsumerRecord<String, byte[]> record();

    /**
     * A call to make.
     *
     * @param delivery without its body, which is in the call
     * @param text what its outcome can be copied from; empty if it must be written
     */
    record Delivery(ConsumerRecord<String, byte[]> record, DeliveryV1 delivery, Call call, Optional<CommonText> text)
            implements Owed {
        /** One whose outcome must be written. */
        Delivery(ConsumerRecord<String, byte[]> record, DeliveryV1 delivery, Call call) {
            this(record, delivery, call, Optional.empty());
        }
    }

    /** A delivery the destination would refuse whatever happens. */
    record Unsayable(ConsumerRecord<String, byte[]> record, DeliveryV1 delivery, Encoded.Refused refused)
            implements Owed {}

    /** Bytes that are no delivery. */
    record Unreadable(ConsumerRecord<String, byte[]> record) implements Owed {}
}
