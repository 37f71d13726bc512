package io.penstock.delivery.history;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends over a producer that is made when it is first needed: most processes never replay anything. */
public final class TopicResend implements Replay.Resend, AutoCloseable {
    private final Map<String, Object> settings;
    private KafkaProducer<String, byte[]> producer;

    /** @param clientSettings address and security of the broker */
    public TopicResend(Map<String, Object> clientSettings) {
        settings = new HashMap<>(clientSettings);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
    }

    @Override
    public synchronized void send(DeadLetterV1 letter, byte[] value) {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        }
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(letter.topic(), letter.partition(), letter.key(), value);
        if (letter.pipeline() != null) {
            record.headers().add(Headers.PIPELINE, bytes(letter.pipeline()));
            record.headers().add(Headers.CONFIG_VERSION, bytes(Long.toString(letter.configVersion())));
        }
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take a replayed record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a replay", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
