package io.penstock.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HangingTransactionTest {
    private static final TopicPartition PARTITION = new TopicPartition("outcomes", 3);
    private static final TopicPartition OTHER_PARTITION = new TopicPartition("outcomes", 4);
    private static final long OURS = 71;
    private static final int EPOCH = 10;
    private static final OptionalLong OPEN = OptionalLong.of(1234);
    private static final OptionalLong CLOSED = OptionalLong.empty();

    @Test
    void whatWeBeganInAnOlderEpochAndAPartitionStillHoldsOpenHangs() {
        assertThat(among(TransactionState.EMPTY, producer(OURS, 8, OptionalInt.of(5), OPEN)))
                .containsExactly(new AbortTransactionSpec(PARTITION, OURS, (short) 8, 5));
    }

    @Test
    void aPartitionThatNeverSawAMarkerOfThisProducerTakesOneOfAnyCoordinator() {
        assertThat(among(TransactionState.EMPTY, producer(OURS, 9, OptionalInt.empty(), OPEN)))
                .containsExactly(new AbortTransactionSpec(PARTITION, OURS, (short) 9, 0));
    }

    @Test
    void othersTheEpochOfNowALaterOneAndWhatIsClosedAreLeftAlone() {
        assertThat(among(
                        TransactionState.COMPLETE_COMMIT,
                        producer(OURS + 1, 8, OptionalInt.of(5), OPEN),
                        producer(OURS, EPOCH, OptionalInt.of(5), OPEN),
                        producer(OURS, EPOCH + 1, OptionalInt.of(5), OPEN),
                        producer(OURS, 8, OptionalInt.of(5), CLOSED)))
                .isEmpty();
    }

    @Test
    void whileANewerOneIsUnderWayAnOlderOneHangsWhereTheNewerDoesNotWrite() {
        assertThat(among(
                        own(OURS, TransactionState.ONGOING, OTHER_PARTITION),
                        producer(OURS, EPOCH - 1, OptionalInt.of(5), OPEN)))
                .hasSize(1);
        assertThat(among(
                        own(OURS, TransactionState.ONGOING, PARTITION),
                        producer(OURS, EPOCH - 1, OptionalInt.of(5), OPEN)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EMPTY", "ONGOING", "COMPLETE_COMMIT", "COMPLETE_ABORT"})
    void nothingHangsWhileTheCoordinatorIsEndingATransaction(TransactionState state) {
        assertThat(among(state, producer(OURS, 8, OptionalInt.of(5), OPEN))).isEmpty();
    }

    @Test
    void eachProducerIsHeldToItsOwnCoordinator() {
        Map<Long, TransactionDescription> own = Map.of(
                OURS, own(OURS, TransactionState.PREPARE_COMMIT), OURS + 1, own(OURS + 1, TransactionState.EMPTY));
        assertThat(HangingTransaction.among(
                        List.of(
                                producer(OURS, 8, OptionalInt.of(5), OPEN),
                                producer(OURS + 1, 8, OptionalInt.of(5), OPEN)),
                        PARTITION,
                        own))
                .extracting(one -> one.spec().producerId())
                .containsExactly(OURS + 1);
    }

    @Test
    void itIsTheSameHoweverFarItsProducerHasGone() {
        ProducerState producer = producer(OURS, 8, OptionalInt.of(5), OPEN);
        List<HangingTransaction> first =
                HangingTransaction.among(List.of(producer), PARTITION, Map.of(OURS, own(EPOCH, OURS)));
        List<HangingTransaction> second =
                HangingTransaction.among(List.of(producer), PARTITION, Map.of(OURS, own(EPOCH + 4, OURS)));
        assertThat(second.getFirst().beginning()).isEqualTo(first.getFirst().beginning());
        assertThat(second.getFirst().presentEpoch()).isEqualTo(EPOCH + 4);
    }

    private static List<AbortTransactionSpec> among(TransactionState state, ProducerState... producers) {
        return among(own(OURS, state), producers);
    }

    private static List<AbortTransactionSpec> among(TransactionDescription own, ProducerState... producers) {
        return HangingTransaction.among(Arrays.asList(producers), PARTITION, Map.of(own.producerId(), own)).stream()
                .map(HangingTransaction::spec)
                .toList();
    }

    private static TransactionDescription own(long producerId, TransactionState state, TopicPartition... writes) {
        return new TransactionDescription(1, state, producerId, EPOCH, 60_000, OptionalLong.empty(), Set.of(writes));
    }

    private static TransactionDescription own(int epoch, long producerId) {
        return new TransactionDescription(
                1, TransactionState.EMPTY, producerId, epoch, 60_000, OptionalLong.empty(), Set.of());
    }

    private static ProducerState producer(long id, int epoch, OptionalInt coordinatorEpoch, OptionalLong start) {
        return new ProducerState(id, epoch, 0, 0, coordinatorEpoch, start);
    }
}
