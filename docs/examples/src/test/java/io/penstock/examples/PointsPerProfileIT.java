package io.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ProfileV1.Status;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The example against a real broker, with two partitions, so that profiles overtake one another. */
class PointsPerProfileIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static EmbeddedBroker broker;

    @TempDir
    Path folder;

    private String story;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTheStory(TestInfo test) {
        story = test.getTestMethod().orElseThrow().getName() + "-";
    }

    @Test
    void movesPointsAlongAChainOfMergesAndForgetsTheErased() throws IOException {
        for (String id : Set.of("a", "b", "c", "d")) {
            publish(id, 1, null);
        }
        run(points -> {
            points.add(id("a"), 1);
            points.add(id("b"), 10);
            points.add(id("c"), 100);
            points.add(id("d"), 1000);
        });

        publish("a", 2, "b");
        run(points -> points.add(id("a"), 1)); // a late point under the old id
        publish("b", 2, "c");
        erase("d");

        assertThat(run(points -> {})).isEqualTo(Map.of(id("c"), 112L));
    }

    @Test
    void findsTheSurvivorWhenRedirectsComeBeforeItAndInTheWrongOrder() throws IOException {
        run(points -> {
            points.add(id("a"), 1);
            points.add(id("b"), 10);
        });

        publish("b", 2, "c");
        assertThat(run(points -> {})).isEqualTo(Map.of(id("a"), 1L, id("c"), 10L));
        publish("a", 2, "b");
        assertThat(run(points -> {})).isEqualTo(Map.of(id("c"), 11L));
        publish("c", 2, null);

        assertThat(run(points -> {})).isEqualTo(Map.of(id("c"), 11L));
    }

    @Test
    void changesNothingWhenRecordsRepeatOrComeLate() throws IOException {
        publish("a", 1, null);
        publish("b", 1, null);
        run(points -> points.add(id("a"), 5));
        publish("a", 2, "b");
        publish("a", 2, "b");
        publish("a", 1, null); // an older state, late
        Map<String, Long> before = run(points -> points.add(id("b"), 2));

        Map<String, Long> replayed = runAs(story + "replay", points -> {});
        Map<String, Long> after = run(points -> points.add(id("a"), 1));

        assertThat(before).isEqualTo(Map.of(id("b"), 7L));
        assertThat(replayed).isEqualTo(before);
        assertThat(after).isEqualTo(Map.of(id("b"), 8L));
    }

    private interface Business {
        void on(PointsPerProfile points) throws IOException;
    }

    private Map<String, Long> run(Business business) throws IOException {
        return runAs(story + "team", business);
    }

    /** A process's life: reads to the present end, does its business and goes away; the file and the group stay. */
    private Map<String, Long> runAs(String group, Business business) throws IOException {
        Map<String, Object> settings = broker.clientSettings();
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Set.of(Topics.PROFILES.name()));
            PointsPerProfile points = new PointsPerProfile(consumer, folder.resolve("points.json"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!atTheEnd(consumer)) {
                assertThat(System.nanoTime())
                        .as("the end of the topic is reached in time")
                        .isLessThan(deadline);
                points.follow();
            }
            business.on(points);
            return points.points();
        }
    }

    private static boolean atTheEnd(KafkaConsumer<String, String> consumer) {
        Set<TopicPartition> partitions = consumer.assignment();
        return !partitions.isEmpty()
                && consumer.endOffsets(partitions).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private String id(String name) {
        return story + name;
    }

    private void publish(String name, long version, String mergedInto) {
        ProfileV1 profile = new ProfileV1(
                "acme",
                id(name),
                mergedInto == null ? Status.ACTIVE : Status.MERGED,
                version,
                version,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                mergedInto == null ? null : id(mergedInto),
                null);
        broker.send(Topics.PROFILES, id(name), profile);
    }

    private void erase(String name) {
        broker.sendAll(Topics.PROFILES, List.of(new SimpleEntry<>(id(name), null)));
    }
}
