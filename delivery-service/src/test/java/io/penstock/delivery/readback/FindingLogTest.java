package io.penstock.delivery.readback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Over a real broker. */
class FindingLogTest {
    @Test
    void thePositionIsWrittenWithTheFindingsAndWhoTakesOverShutsTheOtherOut() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(2);
                FindingLog first = new FindingLog(broker.clientSettings());
                FindingLog second = new FindingLog(broker.clientSettings())) {
            // Given
            ActivityPosition one = ActivityPosition.after(List.of(Samples.entry(1, 10)));
            ActivityPosition two = one.with(List.of(Samples.entry(2, 11)));
            OutcomeV1 word = Samples.accepted(Samples.identify("d1", "ada", "{}"));
            assertThat(first.takeOver("prod")).isEmpty();
            first.write("prod", List.of(word), one);

            // When
            assertThat(second.takeOver("prod")).contains(one);

            // Then
            assertThatThrownBy(() -> first.write("prod", List.of(word), two)).isInstanceOf(KafkaException.class);
            second.write("prod", List.of(word), two);
            assertThat(second.takeOver("other")).isEmpty();
            assertThat(first.takeOver("prod")).contains(two);
            second.say(word);
            assertThat(broker.readUntil(Topics.OUTCOMES, all -> all.size() >= 3, java.time.Duration.ofSeconds(20)))
                    .hasSize(3);
        }
    }
}
