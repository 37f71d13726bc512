package io.penstock.webhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.EngagementV1;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngagementProducerTest {
    @Test
    void saysThatNothingIsSafeWithoutABroker() {
        try (EngagementProducer producer = new EngagementProducer(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            assertThat(producer.send(EngagementProducer.record(new EngagementV1(
                            "acme",
                            "e1",
                            "email",
                            "sent",
                            Instant.EPOCH,
                            Instant.EPOCH,
                            "p",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            "{}"))))
                    .isEqualTo(EngagementProducer.Sent.NOT_NOW);
            assertThat(producer.isReachable()).isFalse();
        }
    }
}
