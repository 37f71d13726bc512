package io.penstock.delivery.readback;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Accepted calls and log entries for tests. */
final class Samples {
    static final Instant AS_OF = Instant.ofEpochSecond(1773532800);

    private Samples() {}

    static ConnectionSpec.ReadBack settings(int rate, Duration after) {
        return new ConnectionSpec.ReadBack(new SecretRef("APP", null), null, rate, after);
    }

    static DeliveryV1 identify(String id, String person, String body, String... unset) {
        return Deliveries.identify(id, person, body, unset);
    }

    static OutcomeV1 accepted(DeliveryV1 call) {
        return OutcomeV1.of(call, OutcomeV1.Status.ACCEPTED, "ok", Category.NONE, List.of(), 1, 0, AS_OF, AS_OF);
    }

    static Activity entry(int number, long second) {
        return new Activity(
                "activity-" + number,
                AS_OF.plusSeconds(second),
                List.of(new IdentifierV1("customerio_id", "p" + number)),
                "failed_attribute_change email: taken");
    }
}
