package io.penstock.transform.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.transactions.KafkaTransactions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes resolved records in batches and writes what the script stage makes of them, exactly once: records, dead letters
 * and offsets in one transaction.
 *
 * <p>Scripts run before the transaction begins, on a thread of their own, so a transaction is open for milliseconds. If
 * anything fails the batch is read again, after a pause.
 *
 * <p>{@link KafkaTransactions} (SmallRye 4.33) reports success when sending the offsets or the commit fails and the
 * abort then succeeds, and does not go back to the committed offsets in that case: the next commit would step over the
 * batch. So the committed offsets are asked for after every batch, one request each.
 */
@ApplicationScoped
public class ResolvedChannel {
    static final String CHANNEL = "resolved";

    private static final Logger LOG = Logger.getLogger(ResolvedChannel.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final KafkaTransactions<byte[]> transactions;
    private final KafkaClientService clients;
    private final ScriptStage stage;
    private final StageHealth health;
    private final ExecutorService scripts = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("script-stage").daemon().factory());

    ResolvedChannel(
            @Channel("shaped") KafkaTransactions<byte[]> transactions,
            KafkaClientService clients,
            ScriptStage stage,
            StageHealth health) {
        this.transactions = transactions;
        this.clients = clients;
        this.stage = stage;
        this.health = health;
    }

    /** Takes one batch; the next one comes when the answer is complete. The answer never fails. */
    @Incoming(CHANNEL)
    public Uni<Void> take(KafkaRecordBatch<String, byte[]> batch) {
        List<ConsumerRecord<String, byte[]>> records = records(batch);
        return Uni.createFrom()
                .item(() -> stage.shape(records))
                .runSubscriptionOn(scripts)
                .chain(shaped -> transactions.<Void>withTransaction(batch, emitter -> {
                    shaped.forEach(record -> emitter.send(message(record)));
                    return Uni.createFrom().voidItem();
                }))
                .chain(() -> requireCommitted(records))
                .invoke(health::worked)
                .chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .onFailure()
                .recoverWithUni(failure -> again(batch, failure));
    }

    /** The acknowledgement only asks for the next batch: offsets are committed by transactions and by nothing else. */
    private Uni<Void> again(KafkaRecordBatch<String, byte[]> batch, Throwable failure) {
        health.failed(failure);
        if (failure instanceof NotCommitted) {
            LOG.warnf(
                    "batch of %d resolved records is read again: %s",
                    batch.getRecords().size(), failure.getMessage());
        } else {
            LOG.errorf(
                    failure,
                    "batch of %d resolved records failed and is read again",
                    batch.getRecords().size());
        }
        return consumer()
                .resetToLastCommittedPositions()
                .onFailure()
                .invoke(stuck -> {
                    health.failed(stuck);
                    LOG.error("cannot go back to the committed offsets; trying again", stuck);
                })
                .onFailure()
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onItem()
                .delayIt()
                .by(PAUSE)
                .chain(() -> Uni.createFrom().completionStage(batch.ack()));
    }

    private Uni<Void> requireCommitted(List<ConsumerRecord<String, byte[]>> records) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        records.forEach(record ->
                ends.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max));
        return consumer()
                .committed(ends.keySet().toArray(TopicPartition[]::new))
                .invoke(committed -> ends.forEach((partition, end) -> require(partition, end, committed)))
                .replaceWithVoid();
    }

    private static void require(TopicPartition partition, long end, Map<TopicPartition, OffsetAndMetadata> committed) {
        OffsetAndMetadata found = committed.get(partition);
        if (found == null || found.offset() < end) {
            throw new NotCommitted("expected offset " + end + " of " + partition + " to be committed, found "
                    + (found == null ? "none" : found.offset()));
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return clients.getConsumer(CHANNEL);
    }

    private static List<ConsumerRecord<String, byte[]>> records(KafkaRecordBatch<String, byte[]> batch) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        @SuppressWarnings("unchecked")
        IncomingKafkaRecordBatchMetadata<String, byte[]> metadata =
                batch.getMetadata(IncomingKafkaRecordBatchMetadata.class).orElseThrow();
        metadata.getRecords().forEach(records::add);
        return records;
    }

    private static Message<byte[]> message(ProducerRecord<String, byte[]> record) {
        return Message.of(record.value())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(record.topic())
                        .withKey(record.key())
                        .withHeaders(record.headers())
                        .build());
    }

    @PreDestroy
    void stop() {
        scripts.shutdownNow();
    }

    /** The transaction was aborted behind our back, as after every rebalance in the middle of a batch. */
    private static final class NotCommitted extends RuntimeException {
        NotCommitted(String message) {
            super(message);
        }
    }
}
