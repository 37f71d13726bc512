package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.plain.JsonText;
import java.util.Optional;

/** Says deliveries in their destination's words. */
@FunctionalInterface
public interface Encoder {
    /** @param body an object, which is not in the delivery then; empty if the delivery is whole */
    Encoded encode(DeliveryV1 delivery, Optional<JsonText> body);
}
