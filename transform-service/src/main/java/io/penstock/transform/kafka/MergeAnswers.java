package io.penstock.transform.kafka;

import io.penstock.schemas.Topics;
import io.penstock.schemas.TransformMergeV1;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes people's answers to the topic that the task of the survivor reads: so they hold over restarts, and it does not
 * matter which replica was asked. Safe from any thread.
 */
public final class MergeAnswers implements AutoCloseable {
    private final Producer<String, TransformMergeV1> producer;

    /** @param bootstrapServers of the brokers; they need not be there yet */
    public MergeAnswers(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        producer = new KafkaProducer<>(
                settings,
                new StringSerializer(),
                Topics.TRANSFORM_MERGES.valueSerde().serializer());
    }

    /**
     * Writes one answer and waits until the brokers have it.
     *
     * @return false if they did not say so in time; it may have been written all the same, and a repeat is harmless
     */
    public boolean write(String survivor, TransformMergeV1.Answer answer) {
        TransformMergeV1 message = new TransformMergeV1(survivor, null, null, null, null, null, List.of(answer));
        try {
            producer.send(new ProducerRecord<>(Topics.TRANSFORM_MERGES.name(), survivor, message))
                    .get();
            return true;
        } catch (ExecutionException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
