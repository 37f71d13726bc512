package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.AnyDelivery;
import io.penstock.schemas.Category;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeBytesTest {
    private static final int OUTCOMES = 5_000;
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00.125Z");

    @Test
    void writesWhatTheSerdeWrites() {
        AnyDelivery any = new AnyDelivery(7);
        OutcomeBytes bytes = new OutcomeBytes();
        for (int i = 0; i < OUTCOMES; i++) {
            OutcomeV1 outcome = outcome(any, i);
            assertThat(text(bytes.of(outcome)))
                    .isEqualTo(text(Topics.OUTCOMES.valueSerde().serializer().serialize("outcomes", outcome)));
        }
    }

    private static OutcomeV1 outcome(AnyDelivery any, int i) {
        boolean accepted = i % 3 > 0;
        return OutcomeV1.of(
                any.next(),
                accepted ? OutcomeV1.Status.ACCEPTED : OutcomeV1.Status.REJECTED,
                accepted ? "ok" : "item_invalid",
                accepted ? Category.NONE : Category.DESTINATION_REJECTED,
                accepted ? List.of() : List.of("invalid: no", any.text()),
                i % 12,
                i % 2,
                accepted ? NOON.plusSeconds(i / 7) : null,
                NOON.plusMillis(i));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
