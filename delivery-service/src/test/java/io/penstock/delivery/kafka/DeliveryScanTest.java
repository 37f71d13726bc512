package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.AnyDelivery;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Topics;
import io.penstock.schemas.plain.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class DeliveryScanTest {
    private static final int DELIVERIES = 5_000;

    private final DeliveryScan scan = new DeliveryScan();

    @Test
    void whatItReadsIsWhatTheSerdeReadsAndItReadsMostOfWhatIsWritten() throws IOException {
        AnyDelivery any = new AnyDelivery(7);
        int read = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            read += agreesOn(bytes(any.next())) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(DELIVERIES / 4);
    }

    @Test
    void whatIsDamagedIsReadAsTheSerdeReadsItOrNotAtAll() throws IOException {
        AnyDelivery any = new AnyDelivery(8);
        for (int i = 0; i < DELIVERIES; i++) {
            agreesOn(any.damaged(bytes(any.next())));
        }
    }

    @Test
    void whatIsWrittenOtherwiseIsLeftToTheSerde() {
        String text = new String(bytes(Deliveries.identify("d", "ada", "{\"a\":1}")), StandardCharsets.UTF_8);
        assertThat(scan.read(text.getBytes(StandardCharsets.UTF_8))).isPresent();
        for (String other : List.of(
                text.substring(0, text.length() - 1) + ",\"later\":2}",
                text.replace(",", ", "),
                text.replace("ada", "a\\u0064a"),
                text.replace("{\"a\":1}", "[1]"),
                text.replace("{\"a\":1}", "{\"a\":01}"),
                text.replace("{\"a\":1}", "{\"a\":nul}"),
                text.replace("IDENTIFY", "IDENTIFIED"),
                text.replace(",\"kind\":\"IDENTIFY\"", ""),
                text + " ",
                "not JSON",
                "")) {
            assertThat(scan.read(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isEmpty();
        }
    }

    /** Says whether it was read. */
    private boolean agreesOn(byte[] bytes) throws IOException {
        Optional<DeliveryScan.Found> found = scan.read(bytes);
        if (found.isEmpty()) {
            return false;
        }
        DeliveryV1 expected;
        try {
            expected = Topics.DELIVERIES.valueSerde().deserializer().deserialize("deliveries", bytes);
        } catch (SerializationException e) {
            throw new AssertionError("no delivery: " + new String(bytes, StandardCharsets.UTF_8), e);
        }
        JsonText body = found.get().body();
        DeliveryV1 delivery = found.get().delivery();
        assertThat(DeliveryReader.withoutBody(delivery)).isEqualTo(DeliveryReader.withoutBody(expected));
        assertThat(delivery.unset()).isEqualTo(expected.unset());
        assertThat(Json.wire().readTree(body.bytes(), body.from(), body.length()))
                .isEqualTo(expected.body());
        return true;
    }

    private static byte[] bytes(DeliveryV1 delivery) {
        return Topics.DELIVERIES.valueSerde().serializer().serialize("deliveries", delivery);
    }
}
