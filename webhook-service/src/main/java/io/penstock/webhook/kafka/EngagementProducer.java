package io.penstock.webhook.kafka;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Keeps webhooks on Kafka: idempotent producer, {@code acks=all}. Gives up soon, because somebody waits and there is a
 * spool: a copy that arrives all the same is harmless, it has the same event id. Thread-safe.
 */
public final class EngagementProducer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EngagementProducer.class);
    /** For whoever waits for an answer: together less than a second. */
    private static final Duration METADATA = Duration.ofMillis(400);

    private static final Duration ANSWER = Duration.ofMillis(500);
    /** After this the record is given up for good: whoever sends it again may come before it no more. */
    private static final Duration DELIVERY = Duration.ofMillis(1500);

    private static final Duration REQUEST = Duration.ofMillis(1000);

    private final KafkaProducer<String, byte[]> producer;

    /** @param clientSettings address and security of the broker */
    public EngagementProducer(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
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

    /** Whether the broker answers for the topic; blocks for at most 0.4 s. */
    public boolean isReachable() {
        try {
            return !producer.partitionsFor(Topics.ENGAGEMENT.name()).isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(DELIVERY);
    }

    /** What became of a record. */
    enum Sent {
        SAFE,
        NOT_NOW,
        /** The broker will never take it: too large. */
        NEVER
    }

    /** Sends and waits for the acknowledgement; at most 0.9 s, of which 0.4 s only while the broker was never seen. */
    Sent send(ProducerRecord<String, byte[]> record) {
        return await(start(record), record, ANSWER);
    }

    /**
     * Sends records together and waits until each is acknowledged or given up; at most about 2 s. No two may have one
     * key: the order among them is not kept when one fails.
     *
     * @return what became of each, in the given order
     */
    List<Sent> sendAll(List<ProducerRecord<String, byte[]>> records) {
        List<Future<RecordMetadata>> started = new ArrayList<>();
        for (ProducerRecord<String, byte[]> record : records) {
            started.add(start(record));
            if (started.getLast().state() == Future.State.FAILED) {
                break; // the broker is away: each further one would wait as long
            }
        }
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            sent.add(i < started.size() ? await(started.get(i), records.get(i), DELIVERY) : Sent.NOT_NOW);
        }
        return sent;
    }

    private Future<RecordMetadata> start(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record);
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Sent await(
            Future<RecordMetadata> started, ProducerRecord<String, byte[]> record, Duration patience) {
        try {
            started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Sent.SAFE;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            LOG.debugf(
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
