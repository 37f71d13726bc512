package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.DeliveryV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several destinations on one partition, read as the loop reads it. */
class SetAsideTest {
    private static final TopicPartition PARTITION = new TopicPartition("deliveries", 0);
    private static final int POLL = 20;

    static LongStream seeds() {
        return new Random(3).longs(60);
    }

    @Test
    void aStoppedDestinationHoldsTheOthersOnlyWhenItIsAsFarBehindAsAMarkReaches() {
        // Given: every third call goes to the stopped one
        List<String> topic = IntStream.range(0, 30_000)
                .mapToObj(i -> i % 3 == 0 ? "stopped" : "other")
                .toList();
        Reader reader = new Reader(topic, 300, 2, Mark.at(0));

        // When
        while (reader.read()) {
            reader.endAll("other");
            reader.commit();
        }

        // Then
        assertThat(reader.taken("stopped")).isEqualTo(150);
        assertThat(reader.holdings.next(PARTITION))
                .isBetween((long) Holdings.FARTHEST_AHEAD, (long) Holdings.FARTHEST_AHEAD + POLL);
        assertThat(reader.holdings.heldBy(PARTITION)).contains("stopped");
        assertThat(reader.holdings.setAside())
                .containsOnlyKeys("stopped")
                .hasEntrySatisfying(
                        "stopped",
                        size -> assertThat(size)
                                .isBetween(
                                        Holdings.FARTHEST_AHEAD / 3 - 151L, Holdings.FARTHEST_AHEAD / 3 - 149L + POLL));
        assertThat(reader.taken("other")).isEqualTo((int) (reader.holdings.next(PARTITION)
                - 150
                - reader.holdings.setAside().get("stopped")));

        // When
        for (int turns = 0; reader.written.size() < topic.size() && turns < 10_000; turns++) {
            reader.endAll("stopped");
            reader.endAll("other");
            reader.commit();
            reader.read();
        }

        // Then
        assertThat(reader.written).doesNotHaveDuplicates().hasSize(topic.size());
        assertThat(reader.holdings.setAside()).isEmpty();
        assertThat(reader.holdings.heldBy(PARTITION)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyDestinationGetsItsCallsInOrderAndEachIsWrittenOnceWhoeverStopsAndHoweverOftenItStartsAgain(long seed) {
        Random random = new Random(seed);
        int destinations = 1 + random.nextInt(4);
        List<String> topic = IntStream.range(0, 600)
                .mapToObj(i -> "d" + random.nextInt(destinations))
                .toList();
        List<Long> written = new ArrayList<>();
        Mark committed = Mark.at(0);
        while (written.size() < topic.size()) {
            Reader life = new Reader(topic, 4 + random.nextInt(60), destinations, committed);
            for (int steps = random.nextInt(400); steps > 0; steps--) {
                life.read();
                if (random.nextBoolean()) {
                    life.endSome("d" + random.nextInt(destinations), random);
                }
                if (random.nextInt(3) == 0) {
                    life.commit();
                }
            }
            assertThat(life.orderFaults).isEmpty();
            written.addAll(life.written);
            committed = life.committed;
        }
        assertThat(written).doesNotHaveDuplicates().hasSize(topic.size());
    }

    @Test
    void aDestinationThatIsAloneMayFillTheWholeBufferAndNothingIsReadTwice() {
        Reader reader =
                new Reader(IntStream.range(0, 1000).mapToObj(i -> "only").toList(), 100, 1, Mark.at(0));
        while (reader.read()) {
            reader.commit();
        }
        assertThat(reader.taken("only")).isBetween(100, 100 + POLL);
        assertThat(reader.holdings.setAside()).isEmpty();
    }

    @Test
    void noDestinationHoldsMoreBytesThanItsPart() {
        Holdings holdings = new Holdings(1000, 20_000, () -> 2);
        holdings.open(PARTITION, Mark.at(0));
        int taken = 0;
        for (int offset = 0; offset < 100; offset++) {
            taken += holdings.add(slot("stopped", offset)) ? 1 : 0;
        }
        assertThat(taken * slot("stopped", 0).bytes())
                .isBetween(10_000, 10_000 + slot("stopped", 0).bytes());
        assertThat(holdings.add(slot("other", 100))).isTrue();
    }

    private static Slot slot(String destination, long offset) {
        DeliveryV1 delivery = Deliveries.to(destination, Deliveries.track("d" + offset, "u", "e", "{}"));
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "u", new byte[100]);
        return new Slot(new Owed.Delivery(record, delivery, new Call(delivery.deliveryId(), "u", new byte[10])));
    }

    /** Polls as the loop does; the topic is a list of destinations. */
    private static final class Reader {
        private final List<String> topic;
        private final Holdings holdings;
        private final List<Slot> waiting = new ArrayList<>();
        private final List<Slot> all = new ArrayList<>();
        private final List<Long> written = new ArrayList<>();
        private final Map<String, Long> newest = new HashMap<>();
        private final List<String> orderFaults = new ArrayList<>();
        private Mark committed;
        private long position;

        Reader(List<String> topic, int mostRecords, int destinations, Mark mark) {
            this.topic = topic;
            holdings = new Holdings(mostRecords, Long.MAX_VALUE, () -> destinations);
            holdings.open(PARTITION, mark);
            committed = mark;
            position = mark.next();
        }

        /** Says whether there was something to read, and room for it. */
        boolean read() {
            position = holdings.readFrom(PARTITION, position);
            if (position >= topic.size() || !holdings.hasRoom(PARTITION, position)) {
                return false;
            }
            for (long end = Math.min(topic.size(), position + POLL); position < end; position++) {
                Slot slot = slot(topic.get((int) position), position);
                if (!holdings.isKnown(PARTITION, position) && holdings.add(slot)) {
                    Long before = newest.put(topic.get((int) position), position);
                    if (before != null && before >= position) {
                        orderFaults.add(before + " before " + position);
                    }
                    waiting.add(slot);
                    all.add(slot);
                }
            }
            return true;
        }

        int taken(String destination) {
            return (int) all.stream()
                    .filter(slot -> slot.destination().orElseThrow().equals(destination))
                    .count();
        }

        void endAll(String destination) {
            List<Slot> theirs = waiting.stream()
                    .filter(slot -> slot.destination().orElseThrow().equals(destination))
                    .toList();
            theirs.forEach(this::end);
            waiting.removeAll(theirs);
        }

        void endSome(String destination, Random random) {
            List<Slot> theirs = waiting.stream()
                    .filter(slot -> slot.destination().orElseThrow().equals(destination) && random.nextBoolean())
                    .toList();
            theirs.forEach(this::end);
            waiting.removeAll(theirs);
        }

        private void end(Slot slot) {
            Ending ending = new Ending(
                    slot.call().orElseThrow(),
                    Ending.Kind.ACCEPTED,
                    "ok",
                    List.of(),
                    1,
                    0,
                    Instant.EPOCH,
                    Instant.EPOCH);
            holdings.end(slot, LastWords.of((Owed.Delivery) slot.owed(), ending));
        }

        void commit() {
            holdings.draft().ifPresent(draft -> {
                committed = Mark.decode(draft.marks().get(PARTITION).encode("t"));
                draft.slots().forEach(slot -> written.add(slot.offset()));
                holdings.written(draft);
            });
        }
    }
}
