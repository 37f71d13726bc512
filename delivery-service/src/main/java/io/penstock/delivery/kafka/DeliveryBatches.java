package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Tally;
import io.penstock.schemas.DeliveryV1;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes one polled batch at a time: through the lanes first, then outcomes, dead letters and offsets in one
 * transaction.
 *
 * <p>Nothing here blocks the poll: while a batch is under way, however long an outage lasts, SmallRye pauses the
 * partitions and goes on polling. Memory holds the batch under way and at most two polled ones behind it.
 *
 * <p>If the group gives its partitions out anew, the batch is dropped: its offsets were not committed, so whoever owns
 * them next reads it again. If that is this worker, it sends only what it has no ending for; another one sends
 * everything again, with the same ids.
 */
@ApplicationScoped
public class DeliveryBatches {
    static final String CHANNEL = "deliveries";
    private static final Logger LOG = Logger.getLogger(DeliveryBatches.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final KafkaClientService clients;
    private final Couriers couriers;
    private final OutcomeLog outcomes;
    private final UnwrittenEndings unwritten;
    private final DeliveryPartitions partitions;
    private final Tally tally;
    private final InstantSource clock;
    private final DeliveryReader reader;

    DeliveryBatches(
            KafkaClientService clients,
            Couriers couriers,
            Function<DeliveryV1, Encoded> encoder,
            OutcomeLog outcomes,
            UnwrittenEndings unwritten,
            @Identifier(CHANNEL) DeliveryPartitions partitions,
            Tally tally,
            InstantSource clock) {
        this.clients = clients;
        this.couriers = couriers;
        this.outcomes = outcomes;
        this.unwritten = unwritten;
        this.partitions = partitions;
        this.tally = tally;
        this.clock = clock;
        this.reader = new DeliveryReader(encoder);
    }

    /** Completes when the batch is committed or dropped; never fails. */
    @Incoming(CHANNEL)
    public Uni<Void> deliver(Message<ConsumerRecords<String, byte[]>> message) {
        int generation = message.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getConsumerGroupGenerationId();
        GroupMembership membership = new GroupMembership(clients.getConsumer(CHANNEL), generation);
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> Uni.createFrom().completionStage(deliver(message.getPayload(), membership)))
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        fault,
                        "batch goes through again, records=%d",
                        message.getPayload().count()))
                // Skipping it would commit past it with the next one: again, with the same ids, until it works.
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .replaceWithVoid();
    }

    private CompletionStage<Void> deliver(ConsumerRecords<String, byte[]> batch, GroupMembership membership) {
        // The generation is the old one until the next has begun; between the two nothing is ours.
        if (!membership.isCurrent() || !partitions.isAssigned()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Owed> owed = new ArrayList<>(batch.count());
        batch.forEach(record -> owed.add(reader.read(record)));
        Map<Owed.Delivery, CompletableFuture<Ending>> endings = carry(owed);
        return CompletableFuture.allOf(endings.values().toArray(CompletableFuture[]::new))
                .handle((_, dropped) -> dropped == null)
                .thenCompose(complete ->
                        complete ? commit(owed, endings, batch, membership) : CompletableFuture.completedFuture(false))
                .whenComplete((committed, fault) -> {
                    if (fault != null || !committed) {
                        keep(owed, endings, membership);
                    }
                })
                .thenAccept(_ -> {});
    }

    private Map<Owed.Delivery, CompletableFuture<Ending>> carry(List<Owed> owed) {
        Map<Owed.Delivery, CompletableFuture<Ending>> endings = new IdentityHashMap<>();
        Map<String, List<Owed.Delivery>> byDestination = new LinkedHashMap<>();
        for (Owed one : owed) {
            if (one instanceof Owed.Delivery delivery) {
                unwritten
                        .of(delivery.record(), delivery.delivery().deliveryId())
                        .ifPresentOrElse(
                                known -> endings.put(delivery, CompletableFuture.completedFuture(known)),
                                () -> byDestination
                                        .computeIfAbsent(delivery.delivery().destination(), name -> new ArrayList<>())
                                        .add(delivery));
            }
        }
        byDestination.forEach((destination, deliveries) -> {
            List<CompletableFuture<Ending>> futures = couriers.to(destination)
                    .carry(deliveries.stream().map(DeliveryBatches::call).toList());
            for (int i = 0; i < futures.size(); i++) {
                endings.put(deliveries.get(i), futures.get(i));
            }
        });
        return endings;
    }

    private void keep(
            List<Owed> owed, Map<Owed.Delivery, CompletableFuture<Ending>> endings, GroupMembership membership) {
        Map<ConsumerRecord<String, byte[]>, Ending> known = new LinkedHashMap<>();
        for (Owed one : owed) {
            if (one instanceof Owed.Delivery delivery && !endings.get(delivery).isCompletedExceptionally()) {
                known.put(delivery.record(), endings.get(delivery).join());
            }
        }
        unwritten.keep(membership.generation(), known);
        LOG.infof("batch not committed, it is read again, records=%d answered=%d", owed.size(), known.size());
    }

    private static Call call(Owed.Delivery owed) {
        return new Call(
                owed.delivery().deliveryId(),
                owed.delivery().profileId(),
                owed.item().bytes());
    }

    private CompletionStage<Boolean> commit(
            List<Owed> owed,
            Map<Owed.Delivery, CompletableFuture<Ending>> endings,
            ConsumerRecords<String, byte[]> batch,
            GroupMembership membership) {
        List<LastWord> words = owed.stream()
                .map(one -> switch (one) {
                    case Owed.Delivery delivery ->
                        LastWords.of(delivery, endings.get(delivery).join());
                    case Owed.Unsayable unsayable -> LastWords.of(unsayable, clock.instant());
                    case Owed.Unreadable unreadable -> LastWords.of(unreadable, clock.instant());
                })
                .toList();
        Map<TopicPartition, OffsetAndMetadata> next = next(batch);
        return outcomes.commit(words, next, membership).thenApply(committed -> {
            if (committed) {
                unwritten.written(next);
                words.forEach(word -> tally.add(word.kind(), word.code()));
            }
            return committed;
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> next(ConsumerRecords<String, byte[]> batch) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            ConsumerRecord<String, byte[]> last = batch.records(partition).getLast();
            next.put(partition, new OffsetAndMetadata(last.offset() + 1));
        }
        return next;
    }
}
