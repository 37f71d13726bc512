package io.penstock.webhook.lakehouse;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.PositionV1;
import java.time.Instant;
import java.util.List;

/** Example values of the two topics. */
public final class Samples {
    private static final Instant AS_OF = Instant.parse("2026-03-15T00:00:00Z");

    private Samples() {}

    public static EngagementV1 clicked(String eventId) {
        return event(eventId, "{\"event_id\":\"" + eventId + "\",\"quote\":\"it's \\\\ \\\"quoted\\\" → ü\"}");
    }

    static EngagementV1 withBody(String body) {
        return event("e", body);
    }

    private static EngagementV1 event(String eventId, String body) {
        return new EngagementV1(
                "acme",
                eventId,
                "email",
                "clicked",
                AS_OF,
                Instant.parse("2026-03-16T00:00:00.123456789Z"),
                "usr_8472",
                "ada@example.com",
                "a3000001",
                "dgTJlg==",
                23L,
                "01HZY3MZ6W2Q6V3Y0J5K8M4R1T",
                "https://example.com/?a='1'",
                true,
                body);
    }

    public static OutcomeV1 outcome(String deliveryId, OutcomeV1.Status status, Instant at) {
        return new OutcomeV1(
                "acme",
                deliveryId,
                DeliveryV1.Kind.TRACK,
                "upgrade-likelihood",
                3,
                "upgrade_threshold_crossed",
                "customerio-prod",
                "prf_1",
                new IdentifierV1("customerio_id", "usr_8472"),
                null,
                "upgrade_threshold_crossed",
                status,
                "ok",
                Category.NONE,
                List.of("invalid a: 'b'"),
                2,
                1,
                AS_OF,
                AS_OF.plusSeconds(1),
                at,
                "rec_1",
                "row_1",
                new PositionV1("main.ml_outputs.upgrade_scores", 7, 6, null));
    }
}
