package io.penstock.benchmarks.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Deliveries as transform-service writes them: identifies with six attributes and events with two properties, half and
 * half. A round lies in one open transaction until it is released, so that the rate has no producer in it.
 */
final class OwedCalls implements AutoCloseable {
    private static final String DESTINATION = "customerio-benchmark";
    private static final int LONGEST_TRANSACTION_MS = 15 * 60 * 1000;

    private final KafkaProducer<String, byte[]> producer;
    private final int persons;
    private long sent;

    OwedCalls(String bootstrap, int persons) {
        this.persons = persons;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "transactional.id",
                        "benchmark",
                        "transaction.timeout.ms",
                        LONGEST_TRANSACTION_MS,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        128 * 1024,
                        "linger.ms",
                        20),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Makes the connection known: that address, no limit worth the name. */
    void configure(String trackUrl) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode spec = json.objectNode().put("type", "customerio");
        ObjectNode customerio =
                spec.putObject("customerio").put("trackUrl", trackUrl).put("rate", 1_000_000);
        customerio.putObject("siteId").put("env", "CUSTOMERIO_SITE_ID");
        customerio.putObject("apiKey").put("env", "CUSTOMERIO_API_KEY");
        ConfigV1 config = new ConfigV1(
                "benchmark", ConfigV1.Kind.CONNECTION, DESTINATION, 1, spec, null, "hash", "benchmark", Instant.now());
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(
                Topics.CONFIG.name(),
                config.key(),
                Topics.CONFIG.valueSerde().serializer().serialize(Topics.CONFIG.name(), config)));
        producer.commitTransaction();
    }

    /** Writes calls that nobody sees before {@link #release()}. */
    void write(int calls) {
        producer.beginTransaction();
        Instant now = Instant.now();
        for (int i = 0; i < calls; i++) {
            DeliveryV1 delivery = delivery(sent++, now);
            producer.send(new ProducerRecord<>(
                    Topics.DELIVERIES.name(),
                    delivery.profileId(),
                    Topics.DELIVERIES.valueSerde().serializer().serialize(Topics.DELIVERIES.name(), delivery)));
        }
        producer.flush();
    }

    /** @return when the calls could be read, in nanoseconds of {@link System#nanoTime()} */
    long release() {
        long now = System.nanoTime();
        producer.commitTransaction();
        return now;
    }

    private DeliveryV1 delivery(long number, Instant now) {
        String person = "usr_" + number % persons;
        boolean event = (number / persons) % 2 == 1;
        IdentifierV1 address = new IdentifierV1("customerio_id", person);
        return new DeliveryV1(
                "benchmark",
                "01HZY3N1A0%016d".formatted(number),
                event ? DeliveryV1.Kind.TRACK : DeliveryV1.Kind.IDENTIFY,
                "benchmark",
                1,
                event ? "crossed" : "identify",
                DESTINATION,
                "profile-" + person,
                address,
                null,
                null,
                List.of(address),
                event ? "upgrade_threshold_crossed" : null,
                event ? properties(number) : attributes(number),
                List.of(),
                now,
                "record-" + number,
                Long.toString(number),
                new PositionV1("main.ml_outputs.upgrade_scores", 1, 1, null));
    }

    private static ObjectNode attributes(long number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("upgrade_likelihood_score", (number % 1000) / 1000.0)
                .put("account_tier", "enterprise")
                .put("top_feature", "sso")
                .put("score_low", 0.61)
                .put("score_high", 0.93)
                .put("number", number);
    }

    private static ObjectNode properties(long number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("score", (number % 1000) / 1000.0)
                .put("tier", "enterprise");
    }

    @Override
    public void close() {
        producer.close();
    }
}
