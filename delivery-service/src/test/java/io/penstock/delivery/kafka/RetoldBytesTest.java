package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.customerio.AnyDelivery;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RetoldBytesTest {
    private static final int DELIVERIES = 5_000;
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00.125Z");

    private final DeliveryScan scan = new DeliveryScan();
    private final RetoldBytes retold = new RetoldBytes();
    private final OutcomeBytes written = new OutcomeBytes();

    @Test
    void writesWhatWouldBeWrittenOfTheDeliveryByteForByte() {
        AnyDelivery any = new AnyDelivery(7);
        int told = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            byte[] delivery = bytes(any.next());
            Optional<Told.Retold> of = retold(delivery, i);
            of.ifPresent(one ->
                    assertThat(text(retold.of(one.text(), one.ending()))).isEqualTo(text(written.of(one.outcome()))));
            told += of.isPresent() ? 1 : 0;
        }
        assertThat(told).isGreaterThan(DELIVERIES / 4);
    }

    @Test
    void whatIsDamagedAndStillReadIsToldOfAsItWasRead() {
        AnyDelivery any = new AnyDelivery(8);
        for (int i = 0; i < DELIVERIES; i++) {
            retold(any.damaged(bytes(any.next())), i)
                    .ifPresent(one -> assertThat(read(retold.of(one.text(), one.ending())))
                            .isEqualTo(one.outcome()));
        }
    }

    /** The outcome of an accepted call, if the delivery is plain. */
    private Optional<Told.Retold> retold(byte[] delivery, int i) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("deliveries", 0, i, "key", delivery);
        return scan.read(delivery).map(found -> {
            Call call = new Call(found.delivery().deliveryId(), "lane", new byte[1]);
            Ending ending = new Ending(
                    call,
                    Ending.Kind.ACCEPTED,
                    "ok",
                    List.of(),
                    1 + i % 11,
                    i % 3,
                    NOON.plusSeconds(i / 7),
                    NOON.plusMillis(i / 5));
            return new Told.Retold(
                    new Owed.Delivery(record, found.delivery(), call, Optional.of(found.common())),
                    found.common(),
                    ending);
        });
    }

    private static OutcomeV1 read(byte[] outcome) {
        return Topics.OUTCOMES.valueSerde().deserializer().deserialize("outcomes", outcome);
    }

    private static byte[] bytes(DeliveryV1 delivery) {
        return Topics.DELIVERIES.valueSerde().serializer().serialize("deliveries", delivery);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
