package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

class HangingTransactionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("outcomes", 3);
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

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EMPTY", "COMPLETE_COMMIT", "COMPLETE_ABORT"})
    void nothingHangsWhileTheCoordinatorHasATransactionUnderWay(TransactionState state) {
        assertThat(among(state, producer(OURS, 8, OptionalInt.of(5), OPEN))).isEmpty();
    }

    private static List<AbortTransactionSpec> among(TransactionState state, ProducerState... producers) {
        return HangingTransactions.among(
                List.of(producers),
                PARTITION,
                new TransactionDescription(1, state, OURS, EPOCH, 60_000, OptionalLong.empty(), Set.of()));
    }

    private static ProducerState producer(long id, int epoch, OptionalInt coordinatorEpoch, OptionalLong start) {
        return new ProducerState(id, epoch, 0, 0, coordinatorEpoch, start);
    }
}
