package io.penstock.ingest.kafka;

import io.penstock.ingest.rows.RowMessages;
import io.penstock.ingest.run.RunOutput;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jboss.logging.Logger;

/**
 * Writes one pipeline's chunks, each in a transaction of its own. A transaction is opened only when all of its chunk is
 * in memory, so that a slow source never holds up readers of these topics.
 */
final class TransactionalOutput implements RunOutput {
    private static final Logger LOG = Logger.getLogger(TransactionalOutput.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Optional<CheckpointV1> checkpoint;
    private final RowMessages messages = new RowMessages();
    private Labels labels = new Labels("", 0, List.of());

    /** The headers of one version of the pipeline, made once. */
    private record Labels(String pipeline, long configVersion, List<Header> headers) {}

    TransactionalOutput(Producer<String, byte[]> producer, Optional<CheckpointV1> checkpoint) {
        this.producer = producer;
        this.checkpoint = checkpoint;
    }

    @Override
    public Optional<CheckpointV1> checkpoint() {
        return checkpoint;
    }

    @Override
    public void commit(Chunk chunk) {
        transaction(() -> {
            marks(chunk, ReadV1.Mark.FORGET);
            chunk.reads()
                    .forEach(read -> producer.send(new ProducerRecord<>(
                            Topics.READS.name(),
                            null,
                            read.partitionKey(),
                            messages.write(read),
                            headers(read.pipeline(), read.configVersion()))));
            chunk.deadLetters()
                    .forEach(letter -> send(
                            Topics.DEAD_LETTERS,
                            letter.key(),
                            letter,
                            headers(letter.pipeline(), letter.configVersion())));
            marks(chunk, ReadV1.Mark.SWEEP);
            chunk.schemaChanges().forEach(change -> send(Topics.SCHEMA_CHANGES, change.table(), change, List.of()));
            if (chunk.checkpoint() != null) {
                CheckpointV1 moved = chunk.checkpoint();
                send(Topics.CHECKPOINTS, moved.pipeline(), moved, headers(moved.pipeline(), moved.configVersion()));
            }
        });
    }

    @Override
    public void forget(ReadV1 mark) {
        transaction(() -> {
            everywhere(mark);
            producer.send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), mark.pipeline(), null));
        });
    }

    private void transaction(Runnable sends) {
        try {
            producer.beginTransaction();
            sends.run();
            producer.commitTransaction();
        } catch (ProducerFencedException e) {
            throw new OutputException("another process reads this pipeline", e);
        } catch (KafkaException e) {
            throw new OutputException("a transaction failed: " + e.getClass().getSimpleName(), e);
        }
    }

    @Override
    public void close() {
        close(producer);
    }

    static void close(Producer<String, byte[]> producer) {
        try {
            producer.close(CLOSE_PATIENCE);
        } catch (KafkaException e) {
            LOG.debugf("a producer did not close cleanly: %s", e.getClass().getSimpleName());
        }
    }

    private void marks(Chunk chunk, ReadV1.Mark kind) {
        chunk.marks().stream().filter(mark -> mark.mark() == kind).forEach(this::everywhere);
    }

    /** A mark belongs to every partition: each holds rows of the pipeline. */
    private void everywhere(ReadV1 mark) {
        byte[] bytes = Topics.READS.valueSerde().serializer().serialize(Topics.READS.name(), mark);
        producer.partitionsFor(Topics.READS.name())
                .forEach(partition -> producer.send(new ProducerRecord<>(
                        Topics.READS.name(),
                        partition.partition(),
                        mark.pipeline(),
                        bytes,
                        headers(mark.pipeline(), mark.configVersion()))));
    }

    private <V> void send(Topic<V> topic, String key, V value, List<Header> headers) {
        byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), null, key, bytes, headers));
    }

    private List<Header> headers(String pipeline, long configVersion) {
        if (labels.configVersion() != configVersion || !labels.pipeline().equals(pipeline)) {
            labels = new Labels(
                    pipeline,
                    configVersion,
                    List.of(
                            new RecordHeader(Headers.PIPELINE, pipeline.getBytes(StandardCharsets.UTF_8)),
                            new RecordHeader(
                                    Headers.CONFIG_VERSION,
                                    Long.toString(configVersion).getBytes(StandardCharsets.UTF_8))));
        }
        return labels.headers();
    }
}
