package io.penstock.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.AnyDelivery;
import io.penstock.schemas.Category;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class OutcomeScanTest {
    private static final int OUTCOMES = 5_000;

    private final OutcomeScan scan = new OutcomeScan();

    @Test
    void findsWhatTheSerdeFindsInMostOfWhatIsWritten() {
        AnyDelivery any = new AnyDelivery(7);
        int read = 0;
        for (int i = 0; i < OUTCOMES; i++) {
            read += agreesOn(bytes(any, i)) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(OUTCOMES / 4);
    }

    @Test
    void whatIsDamagedIsReadAsTheSerdeReadsItOrNotAtAll() {
        AnyDelivery any = new AnyDelivery(8);
        for (int i = 0; i < OUTCOMES; i++) {
            agreesOn(any.damaged(bytes(any, i)));
        }
    }

    /** Says whether it was read. */
    private boolean agreesOn(byte[] bytes) {
        Optional<Findable> found = scan.read(bytes);
        if (found.isEmpty()) {
            return false;
        }
        try {
            OutcomeV1 outcome = Topics.OUTCOMES.valueSerde().deserializer().deserialize("outcomes", bytes);
            assertThat(found).contains(Findable.of(outcome));
        } catch (SerializationException e) {
            throw new AssertionError("no outcome: " + new String(bytes, StandardCharsets.UTF_8), e);
        }
        return true;
    }

    private static byte[] bytes(AnyDelivery any, int i) {
        boolean accepted = i % 3 > 0;
        OutcomeV1 outcome = OutcomeV1.of(
                any.next(),
                accepted ? OutcomeV1.Status.ACCEPTED : OutcomeV1.Status.REJECTED,
                accepted ? "ok" : "item_invalid",
                accepted ? Category.NONE : Category.DESTINATION_REJECTED,
                accepted ? List.of() : List.of(any.text()),
                1,
                0,
                accepted ? Outcomes.minute(i) : null,
                Outcomes.minute(i));
        return Topics.OUTCOMES.valueSerde().serializer().serialize("outcomes", outcome);
    }
}
