package io.penstock.schemas.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * One look for transactions that hang. What cannot be asked is noted and keeps nothing else from being found.
 *
 * <p>One thread; each method blocks for at most {@link #PATIENCE_MS}, {@link #find} for twice that.
 */
final class TransactionLook {
    private static final System.Logger LOG = System.getLogger(HangingTransactions.class.getName());
    private static final int PATIENCE_MS = 2000;

    private final Admin admin;
    private final List<Throwable> faults = new ArrayList<>();
    private boolean complete = true;

    /** @param admin made with {@link #settings} */
    TransactionLook(Admin admin) {
        this.admin = admin;
    }

    /** @param clientSettings address and security of the broker */
    static Map<String, Object> settings(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return settings;
    }

    /** Transactional ids that coordinators know; only those that match as a whole. */
    Set<String> transactionalIds(Pattern pattern) {
        var asked =
                admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern(pattern.pattern()));
        return answer(asked.byBrokerId()).stream()
                .flatMap(brokers -> brokers.values().stream())
                .flatMap(broker -> answer(broker).stream())
                .flatMap(Collection::stream)
                .map(TransactionListing::transactionalId)
                .filter(id -> pattern.matcher(id).matches())
                .collect(Collectors.toSet());
    }

    /** Topics whose names begin like this. */
    List<String> topics(String prefix) {
        return answer(admin.listTopics().names()).stream()
                .flatMap(Collection::stream)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /**
     * Those of these transactional ids.
     *
     * @param topics written in their transactions, besides the offsets of consumers
     */
    List<HangingTransaction> find(Collection<String> transactionalIds, Collection<String> topics) {
        var described = admin.describeTopics(Stream.concat(topics.stream(), Stream.of(HangingTransaction.OFFSETS))
                        .distinct()
                        .toList())
                .topicNameValues();
        var asked = admin.describeTransactions(transactionalIds);
        Map<Long, TransactionDescription> own = new HashMap<>();
        for (String id : transactionalIds) {
            answer(asked.description(id)).ifPresent(found -> own.put(found.producerId(), found));
        }
        complete &= own.values().stream().allMatch(HangingTransaction::canBeTold);
        List<TopicPartition> partitions = described.values().stream()
                .flatMap(topic -> answer(topic).stream())
                .flatMap(TransactionLook::partitions)
                .toList();
        if (own.values().stream().noneMatch(HangingTransaction::canBeTold)) {
            return List.of();
        }
        // Only now: what the coordinators say is over must be over everywhere by the time the partitions are asked.
        DescribeProducersResult producers = admin.describeProducers(partitions);
        List<HangingTransaction> hanging = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            answer(producers.partitionResult(partition))
                    .ifPresent(
                            state -> hanging.addAll(HangingTransaction.among(state.activeProducers(), partition, own)));
        }
        return hanging;
    }

    /** Ends them, with a warning each; returns how many were ended for sure. */
    int abort(Collection<HangingTransaction> hanging) {
        Map<HangingTransaction, KafkaFuture<Boolean>> aborts = new HashMap<>();
        for (HangingTransaction one : hanging) {
            aborts.put(one, admin.abortTransaction(one.spec()).all().thenApply(done -> true));
        }
        int ended = 0;
        for (var abort : aborts.entrySet()) {
            boolean done = answer(abort.getValue()).isPresent();
            ended += done ? 1 : 0;
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "hanging transaction %s, %s"
                            .formatted(
                                    done ? "aborted" : "found and not aborted",
                                    abort.getKey().text()));
        }
        return ended;
    }

    /** Why something could not be asked or done. */
    List<Throwable> faults() {
        return faults;
    }

    /** Whether something could be said of every transactional id; otherwise one was just being ended. */
    boolean isComplete() {
        return complete;
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition()));
    }

    private <T> Optional<T> answer(KafkaFuture<T> future) {
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
