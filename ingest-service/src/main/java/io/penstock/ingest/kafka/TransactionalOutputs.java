package io.penstock.ingest.kafka;

import io.penstock.ingest.run.RunOutput;
import io.penstock.schemas.CheckpointV1;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Opens transactional outputs, one producer per pipeline. Thread-safe. */
public final class TransactionalOutputs implements RunOutput.Factory {
    private final Map<String, Object> clientSettings;

    /**
     * Makes a factory.
     *
     * @param clientSettings at least {@code bootstrap.servers}, and whatever security settings the broker asks for
     */
    public TransactionalOutputs(Map<String, Object> clientSettings) {
        this.clientSettings = Map.copyOf(clientSettings);
    }

    /**
     * Opens one. The transactional id names the pipeline and not this process: whichever process opens it last is the
     * only one that can commit.
     */
    @Override
    public RunOutput open(String workspace, String pipeline) {
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                settings("penstock-ingest-" + workspace + "-" + pipeline),
                new StringSerializer(),
                new ByteArraySerializer());
        try {
            producer.initTransactions();
            Optional<CheckpointV1> checkpoint = new CheckpointReader(clientSettings).last(pipeline);
            return new TransactionalOutput(producer, checkpoint);
        } catch (KafkaException e) {
            TransactionalOutput.close(producer);
            throw new RunOutput.OutputException("the broker cannot be reached or did not answer in time", e);
        } catch (RuntimeException e) {
            TransactionalOutput.close(producer);
            throw e;
        }
    }

    @Override
    public List<CheckpointV1> checkpoints() {
        try {
            return new CheckpointReader(clientSettings).all();
        } catch (KafkaException e) {
            throw new RunOutput.OutputException("the broker cannot be reached or did not answer in time", e);
        }
    }

    private Map<String, Object> settings(String transactionalId) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // The broker refuses the first write of a transaction while it still ends the one before; the usual pause is
        // 100 ms.
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 200);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        // Full batches; the end of a transaction, however short, sends what there is at once.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        return settings;
    }
}
