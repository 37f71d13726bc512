package io.penstock.transform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.transform.wire.AnyWire;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** What is read and written by hand for every row is what the contract's serdes read and write. */
class WireByHandTest {
    private static final int RECORDS = 3_000;

    private final AnyWire any = new AnyWire(9);

    @Test
    void readsShapedRecordsAsTheSerdeDoes() {
        ShapedScan scan = new ShapedScan();
        int plain = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = bytes(shaped());
            Optional<ShapedV1> read = scan.read(bytes);
            plain += read.isPresent() ? 1 : 0;
            read.ifPresent(found -> assertThat(found).isEqualTo(parsed(bytes).orElseThrow()));
        }
        assertThat(plain).isGreaterThan(RECORDS / 2);
    }

    @Test
    void readsThemWithTheirValuesAtTheEnd() {
        String text = new String(
                bytes(Incoming.scored("prf_1", 1, "0.1", Incoming.mail("ada@example.org"))), StandardCharsets.UTF_8);
        byte[] bytes = (text.replaceFirst(",\"values\":\\{[^}]*}", "").replaceFirst("}$", "")
                        + ",\"values\":{\"score\":0.10}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(new ShapedScan().read(bytes)).isEqualTo(parsed(bytes)).isPresent();
    }

    @Test
    void saysNothingElseOfDamagedRecords() {
        ShapedScan scan = new ShapedScan();
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = any.damaged(bytes(shaped()));
            scan.read(bytes)
                    .ifPresent(found -> assertThat(Optional.of(found))
                            .as("%s", new String(bytes, StandardCharsets.UTF_8))
                            .isEqualTo(parsed(bytes)));
        }
    }

    @Test
    void writesDeliveriesAsTheSerdeDoes() {
        for (int i = 0; i < RECORDS; i++) {
            DeliveryV1 delivery = delivery();
            assertThat(new String(DeliveryBytes.of(delivery), StandardCharsets.UTF_8))
                    .isEqualTo(new String(
                            Topics.DELIVERIES.valueSerde().serializer().serialize("deliveries", delivery),
                            StandardCharsets.UTF_8));
        }
    }

    private ShapedV1 shaped() {
        return new ShapedV1(
                "main",
                "scores",
                3,
                any.mostly("scores|1|v", any.text()),
                "1",
                "v",
                any.position(),
                any.time(),
                "prf_1",
                any.identifiers(),
                any.number(100),
                any.object(3),
                null,
                any.texts());
    }

    private DeliveryV1 delivery() {
        DeliveryV1.Kind[] kinds = DeliveryV1.Kind.values();
        return new DeliveryV1(
                any.mostly("main", null),
                "01HZY3N1A00000000000000EV1",
                kinds[any.number(kinds.length)],
                "scores",
                any.number(9),
                "emit",
                "customerio-prod",
                "prf_1",
                any.mostly(new IdentifierV1("email", any.text()), null),
                any.mostly(null, new IdentifierV1("email", null)),
                any.mostly(null, new ObjectRefV1("1", any.text())),
                any.identifiers(),
                any.mostly(null, any.text()),
                any.mostly(any.object(2), null),
                any.texts(),
                any.time(),
                any.mostly("record", null),
                any.mostly("row", any.text()),
                any.position());
    }

    private static Optional<ShapedV1> parsed(byte[] bytes) {
        try {
            return Optional.of(Topics.SHAPED.valueSerde().deserializer().deserialize("shaped", bytes));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ShapedV1 shaped) {
        return Topics.SHAPED.valueSerde().serializer().serialize("shaped", shaped);
    }
}
