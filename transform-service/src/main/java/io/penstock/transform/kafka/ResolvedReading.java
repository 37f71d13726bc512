package io.penstock.transform.kafka;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How the script stage reads.
 *
 * @param bootstrapServers of the brokers; they need not be there yet
 * @param instance stable per replica: a static member is at work again seconds after {@code kill -9}
 * @param polled most records of a batch, which is one transaction
 */
public record ResolvedReading(String bootstrapServers, String instance, int polled) {
    private static final String GROUP = "penstock-transform-script";

    /** Makes consumers. */
    public Supplier<Consumer<String, byte[]>> consumers() {
        return () -> new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                instance + "-resolved",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                polled);
    }
}
