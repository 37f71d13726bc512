package io.penstock.schemas.kafka;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * What a partition holds open of a transaction that its coordinator has forgotten. Nobody reads past it.
 *
 * @param presentEpoch the coordinator's
 */
record HangingTransaction(Beginning beginning, int presentEpoch) {
    static final String OFFSETS = "__consumer_offsets";

    /**
     * States in which every partition has been told how the transactions of older epochs ended. While one ends
     * ({@code PREPARE_…}) the epoch is already raised and partitions are not yet told.
     */
    private static final Set<TransactionState> OLDER_ARE_OVER = EnumSet.of(
            TransactionState.EMPTY,
            TransactionState.ONGOING,
            TransactionState.COMPLETE_COMMIT,
            TransactionState.COMPLETE_ABORT);

    /** Whether anything can be said of this producer now. */
    static boolean canBeTold(TransactionDescription own) {
        return OLDER_ARE_OVER.contains(own.state());
    }

    /**
     * Those of one partition.
     *
     * @param producers asked <em>after</em> the coordinators
     * @param own what the coordinators said, by producer id
     */
    static List<HangingTransaction> among(
            Collection<ProducerState> producers, TopicPartition partition, Map<Long, TransactionDescription> own) {
        return producers.stream()
                .filter(producer -> own.containsKey(producer.producerId()))
                .filter(producer -> hangs(producer, partition, own.get(producer.producerId())))
                .map(producer -> new HangingTransaction(
                        Beginning.of(producer, partition),
                        own.get(producer.producerId()).producerEpoch()))
                .toList();
    }

    private static boolean hangs(ProducerState producer, TopicPartition partition, TransactionDescription own) {
        return canBeTold(own)
                && producer.currentTransactionStartOffset().isPresent()
                && producer.producerEpoch() < own.producerEpoch()
                // The one under way is about to write there, and will end it along with its own.
                && !own.topicPartitions().contains(partition);
    }

    AbortTransactionSpec spec() {
        return beginning.spec();
    }

    /** Whether it holds back offsets of consumers, not records. */
    boolean ofOffsets() {
        return spec().topicPartition().topic().equals(OFFSETS);
    }

    /** For people. */
    String text() {
        return "partition=%s offset=%d producerId=%d producerEpoch=%d presentEpoch=%d"
                .formatted(
                        spec().topicPartition(),
                        beginning.offset(),
                        spec().producerId(),
                        spec().producerEpoch(),
                        presentEpoch);
    }

    /**
     * Which it is: the same as long as it hangs.
     *
     * @param offset where it begins in the partition
     */
    record Beginning(AbortTransactionSpec spec, long offset) {
        private static Beginning of(ProducerState producer, TopicPartition partition) {
            return new Beginning(
                    new AbortTransactionSpec(
                            partition,
                            producer.producerId(),
                            (short) producer.producerEpoch(),
                            producer.coordinatorEpoch().orElse(0)),
                    producer.currentTransactionStartOffset().getAsLong());
        }
    }
}
