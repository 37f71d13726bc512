package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.plain.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainItemTest {
    private static final int DELIVERIES = 5_000;

    private final PlainItem plain = new PlainItem(TrackLimits.documented());
    private final WireEncoder encoder = new WireEncoder(TrackLimits.documented(), name -> Optional.empty());

    @Test
    void aCallIsSaidTheSameOutOfTheTextOfItsBodyAsOutOfATree() throws IOException {
        AnyDelivery any = new AnyDelivery(7);
        int plainly = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            DeliveryV1 delivery = any.next();
            if (delivery.body() == null) {
                continue;
            }
            JsonText body = text(Json.wire().writeValueAsBytes(delivery.body()));
            plainly += plain.of(delivery, body).isPresent() ? 1 : 0;
            assertThat(said(encoder.encode(delivery.saying(null, delivery.unset()), Optional.of(body))))
                    .isEqualTo(said(encoder.encode(delivery)));
        }
        assertThat(plainly).isGreaterThan(DELIVERIES / 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\\"\"}",
                "{\"a\" :1}",
                "{\"a\":{\"b\":\"\\n\"}}",
            })
    void whatHasAnythingUnusualAboutItIsLeftToTheTree(String body) throws IOException {
        DeliveryV1 whole = Deliveries.identify("d", "ada", body);
        JsonText text = text(body.getBytes(StandardCharsets.UTF_8));
        assertThat(plain.of(whole, text)).isEmpty();
        assertThat(said(encoder.encode(whole.saying(null, whole.unset()), Optional.of(text))))
                .isEqualTo(said(encoder.encode(whole)));
    }

    @Test
    void limitsHoldToTheByte() {
        for (int over = 0; over < 2; over++) {
            String value = "{\"a\":\"" + "x".repeat(1000 + over) + "\"}";
            String name = "{\"" + "n".repeat(150 + over) + "\":1}";
            for (String body : List.of(value, name, many(300 + over))) {
                DeliveryV1 identify = Deliveries.identify("d", "ada", "{}");
                assertThat(plain.of(identify, text(body.getBytes(StandardCharsets.UTF_8)))
                                .isPresent())
                        .as(body)
                        .isEqualTo(over == 0);
            }
        }
    }

    private static String many(int attributes) {
        StringBuilder body = new StringBuilder("{\"none\":null");
        for (int i = 0; i < attributes; i++) {
            body.append(",\"a").append(i).append("\":1");
        }
        return body.append('}').toString();
    }

    private static JsonText text(byte[] bytes) {
        return new JsonText(bytes, 0, bytes.length);
    }

    private static Object said(Encoded encoded) {
        return encoded instanceof Encoded.Item item
                ? item.way().name() + " " + new String(item.bytes(), StandardCharsets.UTF_8)
                : encoded;
    }
}
