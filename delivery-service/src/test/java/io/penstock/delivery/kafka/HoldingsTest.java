package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.DeliveryV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HoldingsTest {
    private static final TopicPartition ONE = new TopicPartition("deliveries", 0);
    private static final TopicPartition OTHER = new TopicPartition("deliveries", 1);

    static LongStream seeds() {
        return new Random(11).longs(100);
    }

    /** Records end in any order, transactions fail, the process dies at any moment: each has one outcome in the end. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordIsWrittenOnceWhateverEndsFirstAndHoweverOftenItStartsAgain(long seed) {
        Random random = new Random(seed);
        int records = 200;
        Mark committed = Mark.at(0);
        List<Long> written = new ArrayList<>();
        while (committed.next() < records) {
            Holdings life = new Holdings(10_000, Long.MAX_VALUE, () -> 1);
            life.open(ONE, committed);
            List<Slot> waiting = new ArrayList<>();
            long offset = committed.next();
            for (int steps = random.nextInt(150); steps > 0; steps--) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        if (offset < records) {
                            read(life, ONE, offset).ifPresent(waiting::add);
                            offset++;
                        }
                    }
                    case 2 -> {
                        if (!waiting.isEmpty()) {
                            end(life, waiting.remove(random.nextInt(waiting.size())));
                        }
                    }
                    default -> {
                        Optional<Holdings.Draft> draft = life.draft();
                        if (draft.isPresent() && random.nextInt(3) > 0) {
                            committed = Mark.decode(draft.get().marks().get(ONE).encode("t"));
                            draft.get().slots().forEach(slot -> written.add(slot.offset()));
                            life.written(draft.get());
                        }
                    }
                }
            }
        }
        assertThat(written).doesNotHaveDuplicates().hasSize(records);
    }

    @Test
    void theOffsetStandsAtTheLowestRecordWithoutAnOutcome() {
        Holdings holdings = new Holdings(100, Long.MAX_VALUE, () -> 1);
        holdings.open(ONE, Mark.at(5));
        Slot first = read(holdings, ONE, 5).orElseThrow();
        Slot second = read(holdings, ONE, 6).orElseThrow();
        Slot third = read(holdings, ONE, 9).orElseThrow();
        end(holdings, second);
        end(holdings, third);
        Holdings.Draft draft = holdings.draft().orElseThrow();
        assertThat(draft.marks().get(ONE).next()).isEqualTo(5);
        assertThat(draft.marks().get(ONE).finished().stream()).containsExactly(1, 4);
        holdings.written(draft);
        end(holdings, first);
        assertThat(holdings.draft().orElseThrow().marks().get(ONE)).isEqualTo(Mark.at(10));
    }

    @Test
    void aPartitionThatIsGivenUpTakesItsCallsAndItsUnwrittenWordsAlong() {
        // Given
        Holdings holdings = new Holdings(100, Long.MAX_VALUE, () -> 1);
        holdings.open(ONE, Mark.at(0));
        holdings.open(OTHER, Mark.at(0));
        Slot kept = read(holdings, ONE, 0).orElseThrow();
        Slot lost = read(holdings, OTHER, 0).orElseThrow();
        Slot unanswered = read(holdings, OTHER, 1).orElseThrow();
        end(holdings, kept);
        end(holdings, lost);
        Holdings.Draft before = holdings.draft().orElseThrow();

        // When
        Set<Call> dropped = holdings.retain(Set.of(ONE));
        end(holdings, unanswered);

        // Then
        assertThat(dropped)
                .containsExactlyInAnyOrder(
                        lost.call().orElseThrow(), unanswered.call().orElseThrow());
        assertThat(holdings.draft().orElseThrow().slots()).containsExactly(kept);
        holdings.written(before);
        assertThat(holdings.draft()).isEmpty();
    }

    @Test
    void hasNoRoomForMoreRecordsOrBytesThanItMayHoldNorFarAheadOfTheLowest() {
        Holdings few = new Holdings(2, Long.MAX_VALUE, () -> 1);
        few.open(ONE, Mark.at(0));
        read(few, ONE, 0);
        assertThat(few.hasRoom(ONE, few.next(ONE))).isTrue();
        Slot second = read(few, ONE, 1).orElseThrow();
        assertThat(few.hasRoom(ONE, few.next(ONE))).isFalse();
        end(few, second);
        few.written(few.draft().orElseThrow());
        assertThat(few.hasRoom(ONE, few.next(ONE))).isTrue();

        Holdings small = new Holdings(100, 3000, () -> 1);
        small.open(ONE, Mark.at(0));
        read(small, ONE, 0);
        read(small, ONE, 1);
        assertThat(small.hasRoom(ONE, small.next(ONE))).isFalse();

        Holdings far = new Holdings(100, Long.MAX_VALUE, () -> 1);
        far.open(ONE, Mark.at(0));
        read(far, ONE, 0);
        read(far, ONE, Holdings.FARTHEST_AHEAD);
        assertThat(far.hasRoom(ONE, far.next(ONE))).isFalse();
    }

    private static Optional<Slot> read(Holdings holdings, TopicPartition partition, long offset) {
        DeliveryV1 delivery = Deliveries.track("d" + offset, "u" + offset % 5, "e", "{}");
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "u", new byte[100]);
        if (holdings.isKnown(partition, offset)) {
            return Optional.empty();
        }
        Slot slot = new Slot(new Owed.Delivery(
                record, delivery, new Call(delivery.deliveryId(), delivery.profileId(), new byte[10])));
        holdings.add(slot);
        return Optional.of(slot);
    }

    private static void end(Holdings holdings, Slot slot) {
        Ending ending = new Ending(
                slot.call().orElseThrow(), Ending.Kind.ACCEPTED, "ok", List.of(), 1, 0, Instant.EPOCH, Instant.EPOCH);
        holdings.end(slot, LastWords.of((Owed.Delivery) slot.owed(), ending));
    }
}
