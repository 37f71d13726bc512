package io.penstock.transform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions of the script stage on a real broker. */
class ShapedLogTest {
    private static final TopicPartition SHAPED = new TopicPartition(Topics.SHAPED.name(), 0);
    private static final TopicPartition RESOLVED = new TopicPartition(Topics.RESOLVED.name(), 0);
    private static final String GROUP = "script";

    private EmbeddedBroker broker;
    private ShapedLog log;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.start(1);
        log = log();
    }

    @AfterEach
    void close() {
        log.close();
        broker.close();
    }

    @Test
    void writesRecordsAndOffsetsTogether() {
        write(log, "a", 1);
        write(log, "b", 2);
        assertThat(written()).containsExactly("a", "b");
        assertThat(offset()).isEqualTo(2);
    }

    @Test
    void writesNothingOfATransactionThatFailsAndGoesOn() {
        var tooLarge = new ProducerRecord<>(Topics.SHAPED.name(), 0, "b", new byte[2_000_000]);
        assertThatThrownBy(() -> log.write(List.of(record("a"), tooLarge), end(1), group()))
                .isInstanceOf(KafkaException.class);
        log.connect();
        write(log, "c", 1);
        assertThat(written()).containsExactly("c");
        assertThat(offset()).isEqualTo(1);
    }

    @Test
    void leavesItsPlaceToAProcessOfTheSameNameForGood() {
        write(log, "a", 1);
        try (ShapedLog other = log()) {
            write(other, "b", 2);
            assertThatThrownBy(() -> write(log, "c", 3)).isInstanceOf(KafkaException.class);
            assertThatThrownBy(log::connect).isInstanceOf(ProducerFencedException.class);
            write(other, "d", 3);
        }
        assertThat(written()).containsExactly("a", "b", "d");
    }

    private ShapedLog log() {
        return new ShapedLog(broker.bootstrap(), "penstock-transform-script-test");
    }

    private void write(ShapedLog log, String value, long end) {
        log.write(List.of(record(value)), end(end), group());
    }

    private ConsumerGroupMetadata group() {
        try (KafkaConsumer<String, String> member = consumer("read_committed")) {
            return member.groupMetadata();
        }
    }

    private static ProducerRecord<String, byte[]> record(String value) {
        return new ProducerRecord<>(SHAPED.topic(), SHAPED.partition(), "key", value.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<TopicPartition, OffsetAndMetadata> end(long offset) {
        return Map.of(RESOLVED, new OffsetAndMetadata(offset));
    }

    /**
     * A commit is acknowledged before its marker is written: so up to where records end, not where committed ones do.
     */
    private List<String> written() {
        try (KafkaConsumer<String, String> consumer = consumer("read_committed");
                KafkaConsumer<String, String> all = consumer("read_uncommitted")) {
            consumer.assign(List.of(SHAPED));
            consumer.seekToBeginning(List.of(SHAPED));
            long end = all.endOffsets(List.of(SHAPED)).get(SHAPED);
            List<String> written = new ArrayList<>();
            while (consumer.position(SHAPED) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> written.add(record.value()));
            }
            return written;
        }
    }

    private long offset() {
        try (KafkaConsumer<String, String> consumer = consumer("read_committed")) {
            return consumer.committed(Set.of(RESOLVED)).get(RESOLVED).offset();
        }
    }

    private KafkaConsumer<String, String> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "group.id", GROUP, "isolation.level", isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
