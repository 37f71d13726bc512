package io.penstock.identity.streams;

import io.penstock.identity.core.Fold;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;

/** The whole topology without a broker; everything that is piped in is worked off before the call returns. */
final class IdentityStage implements AutoCloseable {
    private final TopologyTestDriver driver;
    private Instant now = Fold.START;
    private int commands;

    IdentityStage(Path folder) {
        var settings = new StreamsSettings(
                "nowhere:1",
                new StreamsSettings.Membership.Streams(),
                folder,
                "localhost:1",
                1,
                IdentityTopology.COMMIT_PACE,
                Duration.ofMillis(250),
                1,
                0);
        driver = new TopologyTestDriver(
                IdentityTopology.build(_ -> Optional.empty(), Fold.IDS, Caches.DEFAULT),
                settings.properties(),
                Fold.START);
    }

    /** Time stamp of what is piped in from now on. */
    IdentityStage at(Instant time) {
        now = time;
        return this;
    }

    void send(String id, String... identifiers) {
        RecordV1 record = Rows.record(
                id, Fold.START, Arrays.stream(identifiers).map(Rows::identifier).toList(), "{'of': '" + id + "'}");
        pipe(Topics.RECORDS, record.partitionKey(), record);
    }

    /** Of one identifier, or two for LINK. */
    void order(IdentityCommandV1.Kind kind, String... identifiers) {
        List<IdentifierV1> all =
                Arrays.stream(identifiers).map(Rows::identifier).toList();
        IdentityCommandV1 command = new IdentityCommandV1(
                "cmd-" + ++commands,
                kind,
                all.getFirst(),
                all.size() < 2 ? null : all.get(1),
                null,
                "tests",
                "because");
        pipe(
                Topics.IDENTITY_LOG,
                Fold.WORKSPACE,
                new IdentityLogEntryV1(Fold.WORKSPACE, IdentityLogEntryV1.Kind.COMMAND, null, null, 0, command, null));
    }

    <V> void pipe(Topic<V> topic, String key, V value) {
        driver.createInputTopic(
                        topic.name(),
                        topic.keySerde().serializer(),
                        topic.valueSerde().serializer())
                .pipeInput(key, value, now);
    }

    /** What came since the last call. */
    <V> List<KeyValue<String, V>> read(Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        topic.keySerde().deserializer(),
                        topic.valueSerde().deserializer())
                .readKeyValuesToList();
    }

    /** Newest states of the profiles that changed since the last call; null for a tombstone. */
    Map<String, ProfileV1> profiles() {
        Map<String, ProfileV1> newest = new HashMap<>();
        read(Topics.PROFILES).forEach(one -> newest.put(one.key, one.value));
        return newest;
    }

    /** Entries in a store. */
    long entries(String store) {
        long count = 0;
        try (var all = driver.getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    static String profileId(String founding) {
        return Fold.IDS.of(Fold.WORKSPACE, Fold.id(founding), 0);
    }

    @Override
    public void close() {
        driver.close();
    }
}
