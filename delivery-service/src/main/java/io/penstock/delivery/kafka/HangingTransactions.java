package io.penstock.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Aborts transactions of one transactional id that its coordinator has forgotten and partitions still hold open:
 * hanging ones, as Kafka calls them (KIP-664). Nobody reads past them.
 *
 * <p>When the coordinator says that nothing is under way, every partition has been told how the transactions before
 * ended. What a partition, asked afterwards, still holds open of the same producer and of an older epoch than the
 * coordinator's will never be ended. Anything else is left alone: other producers, the epoch of now, and what was begun
 * by a producer id that this transactional id had before.
 *
 * <p>One thread.
 */
final class HangingTransactions {
    private static final Logger LOG = Logger.getLogger(HangingTransactions.class);
    private static final String OFFSETS = "__consumer_offsets";
    private static final int PATIENCE_MS = 2000;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Set<TransactionState> OVER =
            EnumSet.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private final Map<String, Object> settings;
    private final String transactionalId;
    private final List<String> topics;
    private boolean suspected;
    private Duration pause = SHORTEST_PAUSE;
    private long nextAt = System.nanoTime();
    private long takenBack;

    /**
     * @param clientSettings address and security of the broker
     * @param topics written in these transactions, besides the offsets of consumers
     */
    HangingTransactions(Map<String, Object> clientSettings, String transactionalId, Collection<String> topics) {
        settings = new HashMap<>(clientSettings);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        this.transactionalId = transactionalId;
        this.topics = Stream.concat(topics.stream(), Stream.of(OFFSETS)).toList();
    }

    /** There may be one: the next {@link #end} looks, whatever came of the last. */
    void suspect() {
        suspected = true;
        nextAt = System.nanoTime();
    }

    /**
     * Looks for them if they are suspected, and aborts them. Never throws for the broker: what could not be asked for a
     * passing reason is asked again by a later call, after a pause. Blocks for at most three times
     * {@link #PATIENCE_MS}.
     */
    void end() {
        if (!suspected || System.nanoTime() - nextAt < 0) {
            return;
        }
        List<Throwable> faults = new ArrayList<>();
        try (Admin admin = Admin.create(settings)) {
            look(admin, faults);
        } catch (KafkaException e) {
            faults.add(e);
        }
        suspected = faults.stream().anyMatch(RetriableException.class::isInstance);
        if (suspected) {
            nextAt = System.nanoTime() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } else {
            pause = SHORTEST_PAUSE;
        }
        if (!faults.isEmpty()) {
            LOG.warnf(
                    "hanging transactions not looked for everywhere, faults=%d reasons=%s again=%b",
                    faults.size(),
                    faults.stream()
                            .map(fault -> fault.getClass().getSimpleName())
                            .collect(Collectors.toSet()),
                    suspected);
        }
    }

    /** How often records, not only offsets, were or may have been taken back by an abort, over the life of this. */
    long takenBack() {
        return takenBack;
    }

    private void look(Admin admin, List<Throwable> faults) {
        var described = admin.describeTopics(topics).topicNameValues();
        Optional<TransactionDescription> found =
                answer(admin.describeTransactions(List.of(transactionalId)).description(transactionalId), faults);
        List<TopicPartition> partitions = described.values().stream()
                .flatMap(topic -> answer(topic, faults).stream())
                .flatMap(HangingTransactions::partitions)
                .toList();
        if (found.isEmpty()) {
            return;
        }
        TransactionDescription own = found.get();
        if (!OVER.contains(own.state())) {
            faults.add(new ConcurrentTransactionsException("a transaction is under way"));
            return;
        }
        // Only now: what the coordinator says is over must be over everywhere by the time the partitions are asked.
        DescribeProducersResult producers = admin.describeProducers(partitions);
        List<AbortTransactionSpec> hanging = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            answer(producers.partitionResult(partition), faults)
                    .ifPresent(state -> hanging.addAll(among(state.activeProducers(), partition, own)));
        }
        abort(admin, hanging, own, faults);
    }

    /** Those of one partition; empty while the coordinator has a transaction under way. */
    static List<AbortTransactionSpec> among(
            Collection<ProducerState> producers, TopicPartition partition, TransactionDescription own) {
        if (!OVER.contains(own.state())) {
            return List.of();
        }
        return producers.stream()
                .filter(producer -> producer.producerId() == own.producerId())
                .filter(producer -> producer.producerEpoch() < own.producerEpoch())
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .map(producer -> new AbortTransactionSpec(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0)))
                .toList();
    }

    private void abort(
            Admin admin, List<AbortTransactionSpec> hanging, TransactionDescription own, List<Throwable> faults) {
        List<KafkaFuture<Boolean>> aborts = new ArrayList<>();
        for (AbortTransactionSpec spec : hanging) {
            takenBack += spec.topicPartition().topic().equals(OFFSETS) ? 0 : 1;
            aborts.add(admin.abortTransaction(spec).all().thenApply(done -> true));
        }
        for (int i = 0; i < hanging.size(); i++) {
            AbortTransactionSpec spec = hanging.get(i);
            LOG.warnf(
                    "hanging transaction %s, partition=%s producerId=%d producerEpoch=%d presentEpoch=%d",
                    answer(aborts.get(i), faults).isPresent() ? "aborted" : "found and not aborted",
                    spec.topicPartition(),
                    spec.producerId(),
                    spec.producerEpoch(),
                    own.producerEpoch());
        }
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition()));
    }

    private static <T> Optional<T> answer(KafkaFuture<T> future, List<Throwable> faults) {
        try {
            return Optional.of(future.get());
        } catch (ExecutionException e) {
            faults.add(e.getCause());
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
