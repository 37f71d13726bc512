package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Ending;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnwrittenEndingsTest {
    private static final TopicPartition ZERO = new TopicPartition("deliveries", 0);
    private static final TopicPartition ONE = new TopicPartition("deliveries", 1);

    private final UnwrittenEndings endings = new UnwrittenEndings(100);

    @Test
    void areKnownWhenThePartitionStaysHereOverManyRebalances() {
        endings.assigned(5, List.of(ZERO, ONE));
        endings.keep(5, answered(ZERO, 10, 12));
        endings.assigned(6, List.of(ZERO));
        endings.assigned(7, List.of(ZERO, ONE));
        assertThat(known(ZERO, 10)).isTrue();
        assertThat(known(ZERO, 11)).isTrue();
        assertThat(known(ZERO, 12)).isFalse();
        assertThat(known(ONE, 10)).isFalse();
    }

    @Test
    void areKnownWhenTheBatchIsDroppedOnlyAfterTheNextGenerationBegan() {
        endings.assigned(5, List.of(ZERO));
        endings.assigned(6, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 11));
        assertThat(known(ZERO, 10)).isTrue();
    }

    @Test
    void areForgottenWhenSomebodyElseOwnedThePartitionInBetween() {
        endings.assigned(5, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 11));
        endings.assigned(6, List.of(ONE));
        endings.assigned(7, List.of(ZERO));
        assertThat(known(ZERO, 10)).isFalse();
        endings.keep(5, answered(ZERO, 10, 11));
        assertThat(known(ZERO, 10)).isFalse();
    }

    @Test
    void areForgottenWhenAGenerationWentByWithoutThisWorker() {
        endings.assigned(5, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 11));
        endings.assigned(7, List.of(ZERO));
        assertThat(known(ZERO, 10)).isFalse();
    }

    @Test
    void areForgottenWhenTheGroupPutThisWorkerOut() {
        endings.assigned(5, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 11));
        endings.lost();
        endings.assigned(6, List.of(ZERO));
        assertThat(known(ZERO, 10)).isFalse();
    }

    @Test
    void areForgottenOnceWritten() {
        endings.assigned(5, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 20));
        endings.written(Map.of(ZERO, new OffsetAndMetadata(15), ONE, new OffsetAndMetadata(3)));
        assertThat(known(ZERO, 14)).isFalse();
        assertThat(known(ZERO, 15)).isTrue();
    }

    @Test
    void belongToADeliveryNotJustToAnOffset() {
        endings.assigned(5, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 11));
        assertThat(endings.of(record(ZERO, 10), "another")).isEmpty();
    }

    @Test
    void keepTheEarliestWhenThereIsNoRoomAndGoOnWhenThereIsAgain() {
        endings.assigned(5, List.of(ZERO, ONE));
        endings.keep(5, answered(ZERO, 0, 90));
        endings.keep(5, answered(ONE, 0, 90));
        assertThat(known(ONE, 9)).isTrue();
        assertThat(known(ONE, 10)).isFalse();
        endings.written(Map.of(ZERO, new OffsetAndMetadata(90)));
        endings.keep(5, answered(ONE, 0, 90));
        assertThat(known(ONE, 89)).isTrue();
    }

    @Test
    void tellWhatTheDestinationSaid() {
        endings.assigned(5, List.of(ZERO));
        endings.keep(5, answered(ZERO, 10, 11));
        Ending ending = endings.of(record(ZERO, 10), "d10").orElseThrow();
        assertThat(ending.kind()).isEqualTo(Ending.Kind.REJECTED);
        assertThat(ending.words()).containsExactly("no");
        assertThat(ending.attempts()).isEqualTo(3);
        assertThat(ending.call().item()).isEmpty();
    }

    private boolean known(TopicPartition partition, long offset) {
        return endings.of(record(partition, offset), "d" + offset).isPresent();
    }

    private static Map<ConsumerRecord<String, byte[]>, Ending> answered(TopicPartition partition, long from, long to) {
        Map<ConsumerRecord<String, byte[]>, Ending> answered = new LinkedHashMap<>();
        LongStream.range(from, to).forEach(offset -> answered.put(record(partition, offset), ending("d" + offset)));
        return answered;
    }

    private static ConsumerRecord<String, byte[]> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", new byte[0]);
    }

    private static Ending ending(String id) {
        return new Ending(
                new Call(id, "p", new byte[1000]),
                Ending.Kind.REJECTED,
                "item_invalid",
                List.of("no"),
                3,
                0,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
