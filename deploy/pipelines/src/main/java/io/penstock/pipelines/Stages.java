package io.penstock.pipelines;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.NoTally;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.kafka.RowTransform;
import io.penstock.transform.kafka.ScriptStage;
import io.penstock.transform.streams.ClassificationSettings;
import io.penstock.transform.streams.ClassificationTopology;
import io.penstock.transform.streams.GiveUp;
import io.penstock.transform.streams.LedgerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;

/**
 * Both stages of transform-service for one pipeline, without a broker: the very classes that run in the service, record
 * by record. State is in memory. One thread.
 */
final class Stages implements AutoCloseable {
    private static final ClassificationSettings SETTINGS = new ClassificationSettings(
            Duration.ZERO,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            LedgerSettings.usual());

    private final ScriptStage scripts;
    private final Path folder;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> shaped;
    private final TestInputTopic<String, ProfileV1> profiles;
    private final TestInputTopic<String, OutcomeV1> outcomes;
    private final TestOutputTopic<String, DeliveryV1> deliveries;
    private final TestOutputTopic<String, DeadLetterV1> deadLetters;
    private long offset;

    Stages(Pipeline pipeline, RowTransform transform, Instant start) {
        Pipelines pipelines = (name, version, patience) -> new Pipelines.Found.Known(pipeline);
        scripts = new ScriptStage(pipelines, transform, new NoTally(), () -> start, Duration.ZERO);
        folder = folder();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "pipeline-test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        properties.put(GiveUp.TALLY, new NoTally());
        driver = new TopologyTestDriver(
                ClassificationTopology.build(
                        pipelines, new Policies(), SETTINGS, new NoTally(), Stores::inMemoryKeyValueStore),
                properties,
                start);
        shaped = driver.createInputTopic(Topics.SHAPED.name(), new StringSerializer(), new ByteArraySerializer());
        profiles = input(Topics.PROFILES);
        outcomes = input(Topics.OUTCOMES);
        deliveries = output(Topics.DELIVERIES);
        deadLetters = output(Topics.DEAD_LETTERS);
    }

    /** What came out of the stages for what went in. */
    record Came(List<DeliveryV1> deliveries, List<DeadLetterV1> deadLetters) {}

    /** A record of identity-service. */
    Came resolved(ResolvedV1 resolved) {
        byte[] bytes = Topics.RESOLVED.valueSerde().serializer().serialize(Topics.RESOLVED.name(), resolved);
        List<DeadLetterV1> letters = new ArrayList<>();
        for (ProducerRecord<String, byte[]> record : scripts.shape(
                List.of(new ConsumerRecord<>(Topics.RESOLVED.name(), 0, offset++, resolved.profileId(), bytes)))) {
            if (record.topic().equals(Topics.SHAPED.name())) {
                shaped.pipeInput(record.key(), record.value());
            } else {
                letters.add(
                        Topics.DEAD_LETTERS.valueSerde().deserializer().deserialize(record.topic(), record.value()));
            }
        }
        return came(letters);
    }

    /** A state of a person. */
    Came profile(ProfileV1 profile) {
        profiles.pipeInput(profile.profileId(), profile);
        return came(new ArrayList<>());
    }

    /** Time passes, and deadlines come. */
    Came pass(Duration time) {
        driver.advanceWallClockTime(time);
        return came(new ArrayList<>());
    }

    /** The destination takes a call. */
    Came accepted(DeliveryV1 call, Instant at) {
        outcomes.pipeInput(call.profileId(), Outcomes.accepted(call, at));
        return came(new ArrayList<>());
    }

    /** How many records wait for an address. */
    int waiting() {
        int waiting = 0;
        try (var held = driver.getKeyValueStore("waiting").all()) {
            while (held.hasNext()) {
                held.next();
                waiting++;
            }
        }
        return waiting;
    }

    private Came came(List<DeadLetterV1> letters) {
        List<DeliveryV1> calls = deliveries.readValuesToList();
        letters.addAll(deadLetters.readValuesToList());
        return new Came(calls, List.copyOf(letters));
    }

    private <V> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), topic.valueSerde().serializer());
    }

    private <V> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), topic.valueSerde().deserializer());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("penstock-pipeline-test");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    @Override
    public void close() {
        driver.close();
        Folders.delete(folder);
    }

    /** Nobody merges or is erased in a test of a pipeline. */
    private record Policies() implements Destinations {
        @Override
        public Merging merging(String destination) {
            return new Merging.Never();
        }

        @Override
        public Erasing erasing(String destination) {
            return Erasing.KEEP;
        }
    }
}
