package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.Output;
import io.penstock.identity.core.RandomPeople;
import io.penstock.identity.core.Resolver;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker: torn down in mid-work and opened again, on the same state folder and once on a lost one. */
class RestartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RECORDS = 12_000;
    private static final int RESTARTS = 3;
    /** Nothing is ever undone: the guard that quarantines a kiosk is off, so a later fold is a fair comparison. */
    private static final ConfigV1 MERGES_ONLY = new ConfigV1(
            Fold.WORKSPACE,
            ConfigV1.Kind.IDENTITY,
            "identity",
            1,
            Rows.object("{'types': {}, 'limits': {'rejectionsPerIdentifier': 1000000}}"),
            null,
            "hash",
            "tests",
            Fold.START);

    private static EmbeddedBroker broker;

    @TempDir
    Path state;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(2);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void everyProfileIsWhatAnOfflineFoldOfTheLogSaysHoweverOftenItIsTornDown() {
        List<Map.Entry<String, RecordV1>> records = records();
        sendRaw("unreadable", "{broken".getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        KafkaStreams streams = open();
        for (int restart = 0; restart < RESTARTS; restart++) {
            int from = RECORDS / (RESTARTS + 1) * restart;
            broker.sendAll(Topics.RECORDS, records.subList(from, from + RECORDS / (RESTARTS + 1)));
            int wanted = from + 500;
            await().atMost(PATIENCE).until(() -> broker.read(Topics.RESOLVED).size() >= wanted);
            tearDown(streams);
            if (restart == 1) {
                loseDisk();
            }
            streams = open();
        }
        broker.sendAll(Topics.RECORDS, records.subList(RECORDS / (RESTARTS + 1) * RESTARTS, RECORDS));
        List<ConsumerRecord<String, ResolvedV1>> resolved =
                broker.readUntil(Topics.RESOLVED, all -> all.size() >= RECORDS, PATIENCE);
        System.out.printf(
                "RestartIT: %,d records with %d restarts in %.1f s%n",
                RECORDS, RESTARTS, (System.nanoTime() - start) / 1e9);

        Expected expected = expected(records);
        Map<String, ProfileV1> profiles = awaitProfiles(expected);
        streams.close(Duration.ofSeconds(20));

        assertThat(resolved).hasSize(RECORDS);
        assertThat(expected.recordsPerProfile.values().stream()
                        .mapToInt(Set::size)
                        .sum())
                .isEqualTo(RECORDS);
        assertThat(resolvedPerProfile(resolved, expected)).isEqualTo(expected.survivors());
        Map<String, Set<String>> live = new TreeMap<>();
        Map<String, String> redirects = new TreeMap<>();
        profiles.values().forEach(profile -> {
            if (profile.status() == ProfileV1.Status.ACTIVE) {
                live.put(
                        profile.profileId(),
                        profile.identifiers().stream()
                                .map(known -> known.type() + ":" + known.value())
                                .collect(Collectors.toSet()));
            } else {
                redirects.put(profile.profileId(), profile.mergedInto());
            }
        });
        assertThat(live).isEqualTo(expected.identifiers());
        assertThat(redirects).isEqualTo(expected.redirects).isNotEmpty();
        profiles.values().stream()
                .filter(profile -> profile.status() == ProfileV1.Status.ACTIVE)
                .forEach(profile -> assertThat(profile.traits().path("n").asInt(-1))
                        .isEqualTo(expected.newestTrait(profile.profileId())));
        assertVersionsRise();
        assertThat(broker.read(Topics.DEAD_LETTERS))
                .extracting(one -> one.value().code())
                .containsExactly("unreadable");
        DeadLetterV1 letter = broker.read(Topics.DEAD_LETTERS).getFirst().value();
        assertThat(letter.topic()).isEqualTo(Topics.RECORDS.name());
        assertThat(letter.encoding()).isEqualTo("base64");
    }

    private KafkaStreams open() {
        var settings = new StreamsSettings(
                broker.bootstrap(),
                new StreamsSettings.Membership.Static("local-0-identity", Duration.ofSeconds(6)),
                state,
                "localhost:1",
                1,
                Duration.ofMillis(100),
                1,
                0);
        KafkaStreams streams = new KafkaStreams(
                IdentityTopology.build(_ -> Optional.of(MERGES_ONLY), Fold.IDS, Caches.DEFAULT), settings.properties());
        streams.setUncaughtExceptionHandler(
                new RestartBudget(5, Duration.ofMinutes(10), java.time.InstantSource.system()));
        streams.start();
        await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.RUNNING);
        return streams;
    }

    /** Without waiting for what is under way; the next one may open the folder only when this one let go of it. */
    private static void tearDown(KafkaStreams streams) {
        streams.close(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.NOT_RUNNING);
    }

    private void loseDisk() {
        try (var files = Files.walk(state.resolve(StreamsSettings.APPLICATION_ID))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map.Entry<String, RecordV1>> records() {
        Random random = new Random(7);
        List<Map.Entry<String, RecordV1>> records = new ArrayList<>();
        for (int n = 0; n < RECORDS; n++) {
            Observation seen = RandomPeople.observation(random, n, 1_500);
            List<IdentifierV1> identifiers = seen.identifiers().stream()
                    .map(one -> new IdentifierV1(one.type(), one.value()))
                    .toList();
            RecordV1 record = Rows.record(seen.recordId(), seen.asOf(), identifiers, "{'n': " + n + "}");
            records.add(Map.entry(record.partitionKey(), record));
        }
        return records;
    }

    private static void sendRaw(String key, byte[] value) {
        try (var producer =
                new KafkaProducer<>(broker.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.RECORDS.name(), key, value));
            producer.flush();
        }
    }

    /**
     * What the log, as it was committed, means: folded offline by the same core on a store of its own. Records that
     * went past it are folded last: they must not change anything.
     */
    private static Expected expected(List<Map.Entry<String, RecordV1>> records) {
        Expected expected = new Expected();
        Resolver resolver = new Resolver(Fold.IDS);
        Set<String> logged = new HashSet<>();
        long end = 0;
        for (ConsumerRecord<String, IdentityLogEntryV1> entry : broker.read(Topics.IDENTITY_LOG)) {
            end = entry.offset() + 1;
            RecordV1 record = entry.value().record();
            if (record == null) {
                resolver.step(
                        expected.store,
                        Wire.entry(new Frames.Logged(entry.value(), null), entry.offset(), Instant.EPOCH));
                continue;
            }
            logged.add(record.recordId());
            var outputs = resolver.step(
                    expected.store,
                    Wire.entry(logged(record), entry.offset(), Instant.ofEpochMilli(entry.timestamp())));
            outputs.forEach(output -> expected.take(output, record));
        }
        for (Map.Entry<String, RecordV1> past : records) {
            if (!logged.contains(past.getValue().recordId())) {
                var outputs = resolver.step(expected.store, Wire.entry(logged(past.getValue()), end++, Instant.EPOCH));
                assertThat(outputs)
                        .singleElement()
                        .satisfies(output ->
                                assertThat(((Output.Event) output).change()).isEmpty());
                outputs.forEach(output -> expected.take(output, past.getValue()));
            }
        }
        System.out.printf("RestartIT: %,d of %,d records passed the log%n", logged.size(), RECORDS);
        assertThat(logged.size()).isLessThan(RECORDS);
        return expected;
    }

    private static Frames.Logged logged(RecordV1 record) {
        String topic = Topics.RECORDS.name();
        byte[] json = Topics.RECORDS.valueSerde().serializer().serialize(topic, record);
        return Wire.observe(RawRecord.read(topic, json), null);
    }

    private static final class Expected {
        private final HeapIdentityStore store = new HeapIdentityStore();
        private final Map<String, Set<String>> recordsPerProfile = new TreeMap<>();
        private final Map<String, String> redirects = new TreeMap<>();
        private final Map<String, RecordV1> newest = new HashMap<>();

        private void take(Output output, RecordV1 record) {
            if (output instanceof Output.Event event) {
                recordsPerProfile
                        .computeIfAbsent(event.profileId(), _ -> new java.util.TreeSet<>())
                        .add(record.recordId());
                newest.merge(event.profileId(), record, Expected::newer);
            } else if (output instanceof Output.MergedAway merged) {
                redirects.put(merged.absorbed().id(), merged.survivorId());
                newest.merge(merged.survivorId(), newest.get(merged.absorbed().id()), Expected::newer);
            }
        }

        private static RecordV1 newer(RecordV1 one, RecordV1 two) {
            int order = one.asOf().compareTo(two.asOf());
            int tie = Long.compare(RowTraits.tie(one.recordId()), RowTraits.tie(two.recordId()));
            return order > 0 || order == 0 && tie > 0 ? one : two;
        }

        private int newestTrait(String profileId) {
            return newest.get(profileId).row().path("n").asInt();
        }

        /** A record that went past the log was resolved before a merge that it comes after here, or the other way. */
        private Map<String, Set<String>> survivors() {
            Map<String, Set<String>> all = new TreeMap<>();
            recordsPerProfile.forEach(
                    (profile, records) -> all.computeIfAbsent(survivor(profile), _ -> new java.util.TreeSet<>())
                            .addAll(records));
            return all;
        }

        private String survivor(String profileId) {
            String id = profileId;
            while (redirects.containsKey(id)) {
                id = redirects.get(id);
            }
            return id;
        }

        private Map<String, Set<String>> identifiers() {
            Map<String, Set<String>> all = new TreeMap<>();
            store.profiles(Fold.WORKSPACE)
                    .values()
                    .forEach(profile -> all.put(
                            profile.id(),
                            Fold.identifiers(profile).stream()
                                    .map(one -> one.type() + ":" + one.value())
                                    .collect(Collectors.toSet())));
            return all;
        }

        private long inherited() {
            return redirects.size();
        }
    }

    private static Map<String, ProfileV1> awaitProfiles(Expected expected) {
        Map<String, ProfileV1> newest = new TreeMap<>();
        // Handovers may still be on their way: complete once every absorbed profile is named by a survivor.
        broker.readUntil(
                Topics.PROFILES,
                all -> {
                    newest.clear();
                    all.forEach(one -> newest.put(one.key(), one.value()));
                    long named = newest.values().stream()
                            .filter(profile -> profile.status() == ProfileV1.Status.ACTIVE)
                            .mapToLong(profile -> profile.mergedFrom().size())
                            .sum();
                    return named == expected.inherited();
                },
                PATIENCE);
        return newest;
    }

    private static Map<String, Set<String>> resolvedPerProfile(
            List<ConsumerRecord<String, ResolvedV1>> resolved, Expected expected) {
        Map<String, Set<String>> perProfile = new TreeMap<>();
        resolved.forEach(one -> assertThat(perProfile
                        .computeIfAbsent(expected.survivor(one.key()), _ -> new java.util.TreeSet<>())
                        .add(one.value().record().recordId()))
                .isTrue());
        return perProfile;
    }

    private static void assertVersionsRise() {
        Map<String, Long> last = new HashMap<>();
        for (ConsumerRecord<String, ProfileV1> published : broker.read(Topics.PROFILES)) {
            assertThat(published.value().version()).isEqualTo(last.getOrDefault(published.key(), 0L) + 1);
            last.put(published.key(), published.value().version());
        }
    }
}
