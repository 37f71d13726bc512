package io.penstock.transform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class StageHealthTest {
    private final StageHealth health = new StageHealth();

    @Test
    void isNotReadyAfterFiveFailuresInARowUntilOneBatchWorks() {
        for (int i = 0; i < 4; i++) {
            health.failed(new TimeoutException("broker is away"));
        }
        assertThat(health.isReady()).isTrue();
        health.failed(new TimeoutException("broker is away"));
        assertThat(health.isReady()).isFalse();
        assertThat(health.fatal()).isEmpty();
        health.worked();
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void asksForARestartWhenItsProducerWasFenced() {
        health.failed(new KafkaException("in an error state", new ProducerFencedException("newer epoch")));
        assertThat(health.fatal()).contains("ProducerFencedException");
        health.worked();
        assertThat(health.isReady()).isFalse();
    }
}
