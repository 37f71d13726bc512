package io.penstock.webhook.kafka;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Keeps webhooks on Kafka: idempotent producer, {@code acks=all}. Gives up soon, because the sender waits 4 s: a copy
 * that arrives all the same is harmless, it has the same event id. Thread-safe.
 */
public final class EngagementProducer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EngagementProducer.class);
    private static final int PATIENCE_MS = 1500;

    private final KafkaProducer<String, byte[]> producer;

    /** @param clientSettings address and security of the broker */
    public EngagementProducer(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS - 500);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    static ProducerRecord<String, byte[]> record(EngagementV1 event) {
        return record(Topics.ENGAGEMENT, key(event), event);
    }

    static ProducerRecord<String, byte[]> record(DeadLetterV1 letter) {
        return record(Topics.DEAD_LETTERS, letter.key(), letter);
    }

    /** Writes a dead letter without blocking the caller for the answer; fails if the broker does not take it. */
    CompletableFuture<Void> deadLetter(String key, DeadLetterV1 letter) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            producer.send(record(Topics.DEAD_LETTERS, key, letter), (metadata, fault) -> {
                if (fault == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(fault);
                }
            });
        } catch (KafkaException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** Whether the broker answers for the topic; blocks for at most 1.5 s. */
    public boolean isReachable() {
        try {
            return !producer.partitionsFor(Topics.ENGAGEMENT.name()).isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(PATIENCE_MS));
    }

    /** What became of a record. */
    enum Sent {
        SAFE,
        NOT_NOW,
        /** The broker will never take it: too large. */
        NEVER
    }

    /** Sends and waits for the acknowledgement; at most 3 s, of which 1.5 s only while the broker was never seen. */
    Sent send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return Sent.SAFE;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            LOG.warnf(
                    "record not sent, topic=%s reason=%s",
                    record.topic(), cause.getClass().getSimpleName());
            return cause instanceof RecordTooLargeException ? Sent.NEVER : Sent.NOT_NOW;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sent.NOT_NOW;
        }
    }

    static <V> ProducerRecord<String, byte[]> record(Topic<V> topic, String key, V value) {
        return new ProducerRecord<>(
                topic.name(), key, topic.valueSerde().serializer().serialize(topic.name(), value));
    }

    /** The person as the sender names it, strongest name first; else something that keeps copies together. */
    private static String key(EngagementV1 event) {
        if (event.cioId() != null) {
            return event.cioId();
        }
        if (event.personId() != null) {
            return event.personId();
        }
        if (event.email() != null) {
            return event.email();
        }
        return event.deliveryId() != null ? event.deliveryId() : event.eventId();
    }
}
