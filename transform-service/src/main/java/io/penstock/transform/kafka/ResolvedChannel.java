package io.penstock.transform.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes resolved records in batches and writes what the script stage makes of them, exactly once: records, dead letters
 * and offsets in one transaction.
 *
 * <p>Scripts run before the transaction begins, on a thread of their own, so a transaction is open for milliseconds. If
 * anything fails the batch is read again, after a pause.
 */
@ApplicationScoped
public class ResolvedChannel {
    static final String CHANNEL = "resolved";

    private static final Logger LOG = Logger.getLogger(ResolvedChannel.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ShapedLog log;
    private final KafkaClientService clients;
    private final ScriptStage stage;
    private final StageHealth health;
    private final ExecutorService scripts = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("script-stage").daemon().factory());

    ResolvedChannel(ShapedLog log, KafkaClientService clients, ScriptStage stage, StageHealth health) {
        this.log = log;
        this.clients = clients;
        this.stage = stage;
        this.health = health;
    }

    /** Takes one batch; the next one comes when the answer is complete. The answer never fails. */
    @Incoming(CHANNEL)
    public Uni<Void> take(KafkaRecordBatch<String, byte[]> batch) {
        IncomingKafkaRecordBatchMetadata<String, byte[]> metadata = metadata(batch);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        metadata.getRecords().forEach(records::add);
        return Uni.createFrom()
                .item(() -> stage.shape(records))
                .runSubscriptionOn(scripts)
                .chain(shaped ->
                        group(metadata).emitOn(scripts).invoke(group -> log.write(shaped, ends(records), group)))
                .invoke(health::worked)
                .chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .onFailure()
                .recoverWithUni(failure -> again(batch, failure));
    }

    /** The group, if it still is as it was when the batch was read. */
    private Uni<ConsumerGroupMetadata> group(IncomingKafkaRecordBatchMetadata<String, byte[]> batch) {
        return consumer().consumerGroupMetadata().invoke(group -> {
            if (group.generationId() != batch.getConsumerGroupGenerationId()) {
                throw new PartitionsMoved();
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> ends(List<ConsumerRecord<String, byte[]>> records) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        records.forEach(record -> ends.put(
                new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), "")));
        return ends;
    }

    /** The acknowledgement only asks for the next batch: offsets are committed by transactions and by nothing else. */
    private Uni<Void> again(KafkaRecordBatch<String, byte[]> batch, Throwable failure) {
        health.failed(failure);
        if (failure instanceof PartitionsMoved || failure instanceof CommitFailedException) {
            LOG.warnf(
                    "batch of %d resolved records is read again: partitions moved",
                    batch.getRecords().size());
        } else {
            LOG.errorf(
                    failure,
                    "batch of %d resolved records failed and is read again",
                    batch.getRecords().size());
        }
        return Uni.createFrom()
                .voidItem()
                .emitOn(scripts)
                .invoke(log::connect)
                .chain(() -> consumer().resetToLastCommittedPositions())
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

    private KafkaConsumer<String, byte[]> consumer() {
        return clients.getConsumer(CHANNEL);
    }

    @SuppressWarnings("unchecked")
    private static IncomingKafkaRecordBatchMetadata<String, byte[]> metadata(KafkaRecordBatch<String, byte[]> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class).orElseThrow();
    }

    @PreDestroy
    void stop() {
        scripts.shutdownNow();
    }

    /** The group has changed since the batch was read: its records may be somebody else's now. */
    private static final class PartitionsMoved extends RuntimeException {}
}
