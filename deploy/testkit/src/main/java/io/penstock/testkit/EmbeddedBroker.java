package io.penstock.testkit;

import io.penstock.broker.KafkaBroker;
import io.penstock.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A real broker in this JVM with every topic of the catalogue, in a temporary folder that goes with it.
 *
 * <p>Start takes about 3 s on an idle machine; share one per test class or module.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** For markers of transactions that were committed; others may stay open. */
    private static final Duration MARKERS = Duration.ofSeconds(2);

    private final String bootstrap;
    private final AutoCloseable server;

    private EmbeddedBroker(String bootstrap, AutoCloseable server) {
        this.bootstrap = bootstrap;
        this.server = server;
    }

    /** A broker in a container if an engine answers, else one in this JVM; says which. */
    public static EmbeddedBroker startPreferringContainer() {
        var container = ContainerEngine.broker();
        if (container.isEmpty()) {
            return start();
        }
        createTopics(container.get().getBootstrapServers(), 2);
        return new EmbeddedBroker(container.get().getBootstrapServers(), container.get());
    }

    /** Starts one with 2 partitions per spread topic. */
    public static EmbeddedBroker start() {
        return start(2);
    }

    /** Starts one. */
    public static EmbeddedBroker start(int partitions) {
        try {
            Path folder = Files.createTempDirectory("penstock-broker");
            int[] ports = KafkaBroker.freePorts().orElseThrow();
            KafkaBroker broker = KafkaBroker.start(folder, ports[0], ports[1]);
            createTopics(broker.bootstrap(), partitions);
            return new EmbeddedBroker(broker.bootstrap(), () -> {
                broker.close();
                delete(folder);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createTopics(String bootstrap, int partitions) {
        try {
            KafkaBroker.createTopics(bootstrap, partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code host:port}. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Client settings with nothing but the address. */
    public Map<String, Object> clientSettings() {
        return new HashMap<>(Map.of("bootstrap.servers", bootstrap()));
    }

    /** Writes one value and waits for the acknowledgement. */
    public <V> void send(Topic<V> topic, String key, V value) {
        sendAll(topic, List.of(Map.entry(key, value)));
    }

    /** Writes values in order and waits for all acknowledgements. */
    public <V> void sendAll(Topic<V> topic, List<Map.Entry<String, V>> entries) {
        Properties settings = new Properties();
        settings.putAll(clientSettings());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(
                settings, topic.keySerde().serializer(), topic.valueSerde().serializer())) {
            var acknowledgements = entries.stream()
                    .map(entry -> producer.send(new ProducerRecord<>(topic.name(), entry.getKey(), entry.getValue())))
                    .toList();
            for (var acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a record was not acknowledged on " + topic.name(), e);
        }
    }

    /**
     * Everything committed on a topic from its beginning to its present end, in partition order, also what was
     * committed a moment ago.
     */
    public <V> List<ConsumerRecord<String, V>> read(Topic<V> topic) {
        return readUntil(topic, all -> true, Duration.ZERO);
    }

    /**
     * Reads a topic from its beginning until what was read satisfies the condition.
     *
     * @param patience longest wait
     * @return what was read, in order per partition
     * @throws AssertionError if the condition does not come true in time; says how many records there were
     */
    public <V> List<ConsumerRecord<String, V>> readUntil(
            Topic<V> topic, Predicate<List<ConsumerRecord<String, V>>> condition, Duration patience) {
        Map<String, Object> settings = clientSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        List<ConsumerRecord<String, V>> found = new ArrayList<>();
        long deadline = System.nanoTime() + patience.toNanos();
        try (var consumer = new KafkaConsumer<>(
                        settings,
                        topic.keySerde().deserializer(),
                        topic.valueSerde().deserializer());
                var all = new KafkaConsumer<>(
                        clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (true) {
                // A commit is acknowledged before its markers are written: only where records end says what is to come.
                var ends = all.endOffsets(partitions);
                long markers = System.nanoTime() + MARKERS.toNanos();
                while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))
                        && System.nanoTime() < markers) {
                    consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                }
                if (condition.test(found)) {
                    return found;
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("condition on " + topic.name() + " not met within " + patience + ": "
                            + found.size() + " records there");
                }
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("the test broker did not stop", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
