package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Tally;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.kafka.HangingTransactions;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.Ends;
import io.penstock.testkit.ForgottenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Transactions that a real broker has forgotten. Every test has its own transactional id, group and topic keys. */
class HangingTransactionsIT {
    private static final TopicPartition READ = new TopicPartition(Topics.DELIVERIES.name(), 0);
    private static final TopicPartition OTHER_READ = new TopicPartition(Topics.DELIVERIES.name(), 1);
    private static final List<TopicPartition> OUTCOMES =
            List.of(new TopicPartition(Topics.OUTCOMES.name(), 0), new TopicPartition(Topics.OUTCOMES.name(), 1));
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");

    private static EmbeddedBroker broker;
    private static Ends ends;

    private String name;
    private OutcomeLog log;
    private KafkaConsumer<byte[], byte[]> consumer;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(2);
        ends = new Ends(broker, OUTCOMES);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        log = new OutcomeLog(broker.clientSettings(), name);
        Map<String, Object> settings = broker.clientSettings();
        settings.put("group.id", name);
        settings.put("enable.auto.commit", false);
        settings.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        log.close();
        consumer.close();
    }

    @Test
    void aNewProcessEndsWhatHangsAndReadsTheOffsetsThatWereCommittedBefore() throws Exception {
        // Given
        write("before", 7);
        ForgottenTransaction forgotten = ForgottenTransaction.of(broker, name);
        for (TopicPartition partition : OUTCOMES) {
            forgotten.write(partition, "{}");
        }
        forgotten.commit(name, READ, 8);
        log.close();
        log = new OutcomeLog(broker.clientSettings(), name);
        assertThatThrownBy(() -> consumer.committed(Set.of(READ), Duration.ofSeconds(2)))
                .isInstanceOf(TimeoutException.class);
        assertThat(ends.unstable()).isPositive();

        // When
        Map<TopicPartition, OffsetAndMetadata> committed = log.committed(consumer, Set.of(READ));

        // Then
        assertThat(committed.get(READ).offset()).isEqualTo(7);
        ends.awaitStable();
        assertThat(log.takenBack()).isEqualTo(OUTCOMES.size());
        write("after", 8);
        assertThat(ids()).containsExactlyInAnyOrder(id("before"), id("after"));
    }

    @Test
    void anOpenTransactionOfAnotherProducerIsNotTouched() throws Exception {
        // Given
        write("before", 7);
        ForgottenTransaction forgotten = ForgottenTransaction.of(broker, name);
        forgotten.write(OUTCOMES.get(0), "{}");
        forgotten.commit(name, READ, 8);
        try (KafkaProducer<String, byte[]> other = producer(name + "-other")) {
            other.beginTransaction();
            for (TopicPartition partition : OUTCOMES) {
                other.send(new ProducerRecord<>(
                        partition.topic(), partition.partition(), null, bytes("other" + partition.partition())));
            }
            other.sendOffsetsToTransaction(Map.of(OTHER_READ, new OffsetAndMetadata(3)), consumer.groupMetadata());
            other.flush();
            log.close();
            log = new OutcomeLog(broker.clientSettings(), name);

            // When
            log.committed(consumer, Set.of(READ));
            other.commitTransaction();
        }

        // Then
        assertThat(log.takenBack()).isEqualTo(1);
        ends.awaitStable();
        assertThat(ids()).containsExactlyInAnyOrder(id("before"), id("other0"), id("other1"));
    }

    @Test
    void aTransactionOfThisTransactionalIdThatIsUnderWayIsNotTouched() throws Exception {
        // Given
        HangingTransactions hanging =
                new HangingTransactions(broker.clientSettings(), name, List.of(Topics.OUTCOMES.name()));
        try (KafkaProducer<String, byte[]> own = producer(name)) {
            own.beginTransaction();
            own.send(new ProducerRecord<>(Topics.OUTCOMES.name(), 0, null, bytes("own")));
            own.flush();

            // When
            hanging.suspect();
            hanging.end();
            own.commitTransaction();
        }

        // Then
        assertThat(hanging.takenBack()).isZero();
        assertThat(ids()).containsExactly(id("own"));
    }

    @Test
    void whatCannotBeAskedKeepsNothingElseFromBeingEnded() throws Exception {
        // Given
        write("before", 7);
        ForgottenTransaction forgotten = ForgottenTransaction.of(broker, name);
        forgotten.write(OUTCOMES.get(1), "{}");
        producer(name).close();
        HangingTransactions hanging = new HangingTransactions(
                broker.clientSettings(), name, List.of("penstock.nowhere.v1", Topics.OUTCOMES.name()));

        // When
        hanging.suspect();
        hanging.end();

        // Then
        assertThat(hanging.takenBack()).isEqualTo(1);
        ends.awaitStable();
    }

    @Test
    void whatWasAcknowledgedIsWrittenAgainIfAnyOfItMayHaveBeenTakenBack() throws Exception {
        // Given
        write("acknowledged", 7);
        ForgottenTransaction.of(broker, name).write(OUTCOMES.get(0), "{}");
        producer(name).close();

        // When
        assertThatThrownBy(() -> write("next", 8)).isInstanceOf(KafkaException.class);
        write("next", 8);
        write("last", 9);

        // Then
        assertThat(ids()).containsExactlyInAnyOrder(id("acknowledged"), id("acknowledged"), id("next"), id("last"));
    }

    @Test
    void anAttemptWhoseOffsetsAreCommittedIsWrittenAgainIfItsOutcomesMayHaveBeenTakenBack() throws Exception {
        // Given: a process writes, and another one takes its transactional id
        Holdings holdings = new Holdings(100, Long.MAX_VALUE, () -> 1);
        OutcomeWriter writer = new OutcomeWriter(
                log,
                holdings,
                new Tally((line, count) -> {}),
                (destination, outcome, delivery) -> {},
                Duration.ZERO,
                name);
        holdings.open(READ, Mark.at(0));
        end(holdings, 0);
        writer.write(consumer);
        ForgottenTransaction.of(broker, name).write(OUTCOMES.get(0), "{}");
        producer(name).close();

        // When: the offsets of its attempt are there, outcomes hang
        end(holdings, 1);
        OffsetAndMetadata offsets =
                holdings.draft().orElseThrow().marks().get(READ).encode(name + "-1");
        writer.write(consumer);
        consumer.commitSync(Map.of(READ, offsets));
        writer.write(consumer);

        // Then
        assertThat(ids()).contains(id("1"));
        assertThat(holdings.draft()).isEmpty();
    }

    private void end(Holdings holdings, int offset) {
        DeliveryV1 delivery = Deliveries.track(id(Integer.toString(offset)), "u", "e", "{}");
        Owed.Delivery owed = new Owed.Delivery(
                new ConsumerRecord<>(READ.topic(), READ.partition(), offset, "key", new byte[0]),
                delivery,
                new Call(delivery.deliveryId(), delivery.profileId(), new byte[0]));
        Slot slot = new Slot(owed);
        holdings.add(slot);
        Ending ending = new Ending(slot.call().orElseThrow(), Ending.Kind.ACCEPTED, "ok", List.of(), 1, 0, NOON, NOON);
        holdings.end(slot, LastWords.of(owed, ending));
    }

    private String id(String event) {
        return name + "-" + event;
    }

    private void write(String event, long offset) {
        OutcomeV1 outcome = outcome(event);
        log.write(
                List.of(new LastWord(
                        event, Ending.Kind.ACCEPTED, "ok", Optional.of(new Told.Whole(outcome)), Optional.empty())),
                Map.of(READ, new OffsetAndMetadata(offset)),
                consumer.groupMetadata());
    }

    private OutcomeV1 outcome(String event) {
        return OutcomeV1.of(
                Deliveries.track(id(event), "u", "e", "{}"),
                OutcomeV1.Status.ACCEPTED,
                "ok",
                Category.NONE,
                List.of(),
                1,
                0,
                NOON,
                NOON);
    }

    private byte[] bytes(String event) {
        return Topics.OUTCOMES.valueSerde().serializer().serialize(Topics.OUTCOMES.name(), outcome(event));
    }

    /** One that has the transactional id from now on. */
    private static KafkaProducer<String, byte[]> producer(String transactionalId) {
        Map<String, Object> settings = broker.clientSettings();
        settings.put("transactional.id", transactionalId);
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** Ids of this test's outcomes that are committed. */
    private List<String> ids() {
        ends.awaitStable();
        return broker.read(Topics.OUTCOMES).stream()
                .map(record -> record.value().deliveryId())
                .filter(id -> id.startsWith(name + "-"))
                .toList();
    }
}
