package io.penstock.control.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.control.core.ConfigStore;
import io.penstock.control.core.Entry;
import io.penstock.control.core.Key;
import io.penstock.control.core.Plan;
import io.penstock.control.core.Published;
import io.penstock.schemas.AuditV1;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The config topic as a store with one writer.
 *
 * <p>Each publication is a producer of its own under one {@code transactional.id}: taking the id fences whoever wrote
 * before and ends what he left open, so what is read after that stays the last word until the commit. Versions and
 * audit go in one transaction. Thread-safe; publications wait for each other.
 */
public final class ConfigTopic implements ConfigStore {
    /** The same in every process: whoever takes it is the writer. */
    static final String TRANSACTIONAL_ID = "penstock-control";

    private static final int PATIENCE_MS = 5_000;
    private static final int LARGEST_REQUEST = 4 * 1024 * 1024;

    private final Map<String, Object> clientSettings;
    private final InstantSource clock;

    /**
     * Connects to nothing yet.
     *
     * @param clientSettings at least {@code bootstrap.servers}
     * @param clock stamps versions and audit
     */
    public ConfigTopic(Map<String, Object> clientSettings, InstantSource clock) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.clock = clock;
    }

    @Override
    public synchronized Plan publish(String author, Function<Map<Key, Published>, Plan> planner) {
        try (var producer =
                new KafkaProducer<>(producerSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            Plan plan = planner.apply(new ConfigHistory(clientSettings).read());
            if (!plan.writes().isEmpty()) {
                // Closing the producer aborts a transaction that does not get as far as its commit.
                producer.beginTransaction();
                write(producer, plan, author);
                producer.commitTransaction();
            }
            return plan;
        } catch (ProducerFencedException e) {
            throw new StoreUnavailableException("another control-service took over while this one was writing", e);
        } catch (KafkaException e) {
            throw new StoreUnavailableException(
                    "the broker does not take configuration: " + e.getClass().getSimpleName(), e);
        }
    }

    private void write(KafkaProducer<String, byte[]> producer, Plan plan, String author) {
        Instant now = clock.instant();
        for (Plan.Step step : plan.writes()) {
            String key = step.key().toString();
            ConfigV1 config = step.entry()
                    .map(entry -> config(plan.workspace(), step.to(), entry, author, now))
                    .orElse(null);
            producer.send(new ProducerRecord<>(
                    Topics.CONFIG.name(),
                    key,
                    Topics.CONFIG.valueSerde().serializer().serialize(Topics.CONFIG.name(), config)));
            AuditV1 audit = new AuditV1(
                    plan.workspace(),
                    author,
                    key,
                    step.from(),
                    step.to(),
                    step.entry().map(Entry::hash).orElse(null),
                    now);
            producer.send(new ProducerRecord<>(
                    Topics.AUDIT.name(),
                    key,
                    Topics.AUDIT.valueSerde().serializer().serialize(Topics.AUDIT.name(), audit)));
        }
    }

    private static ConfigV1 config(String workspace, long version, Entry entry, String author, Instant now) {
        return new ConfigV1(
                workspace,
                ConfigV1.Kind.valueOf(entry.key().kind().name()),
                entry.key().name(),
                version,
                tree(entry.spec()),
                entry.script().orElse(null),
                entry.modules(),
                entry.hash(),
                author,
                now);
    }

    private static ObjectNode tree(String spec) {
        try {
            return Json.wire().readValue(spec, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an entry's spec is a JSON object", e);
        }
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        return settings;
    }
}
