package io.penstock.transform.streams;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.NoTally;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Side;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/** The classification stage without a broker, and short words for what goes in and comes out. */
final class Stage implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    static final String PIPELINE = "upgrade-likelihood";

    private final Map<String, Pipelines.Found> known = new HashMap<>();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, ShapedV1> shaped;
    private final TestInputTopic<String, ProfileV1> profiles;
    private final TestInputTopic<String, TransformHandoverV1> handovers;
    private final TestOutputTopic<String, TransformHandoverV1> handedOver;
    private final TestOutputTopic<String, DeliveryV1> deliveries;
    private final Topology topology;
    private final TestOutputTopic<String, DeadLetterV1> deadLetters;
    private final TestInputTopic<String, OutcomeV1> outcomes;
    private final TestInputTopic<String, TransformMergeV1> merges;
    private final Policies policies = new Policies();
    private final IgnoredRecords ignored = new IgnoredRecords();
    private final Map<String, Long> profileVersions = new HashMap<>();

    Stage(Path stateDir, Pipeline... pipelines) {
        for (Pipeline pipeline : pipelines) {
            known.put(pipeline.name() + "@" + pipeline.version(), new Pipelines.Found.Known(pipeline));
        }
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "classify-test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.folder());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        properties.put(GiveUp.TALLY, new NoTally());
        topology = ClassificationTopology.build(
                (name, version, patience) -> known.getOrDefault(name + "@" + version, new Pipelines.Found.Unknown()),
                policies,
                new ClassificationSettings(
                        Duration.ZERO,
                        5,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        LedgerSettings.usual()),
                ignored,
                stateDir.onDisk() ? Stores::persistentKeyValueStore : Stores::inMemoryKeyValueStore);
        driver = new TopologyTestDriver(topology, properties, START);
        shaped = into(Topics.SHAPED);
        profiles = into(Topics.PROFILES);
        handovers = into(Topics.TRANSFORM_HANDOVER);
        outcomes = into(Topics.OUTCOMES);
        merges = into(Topics.TRANSFORM_MERGES);
        handedOver = outOf(Topics.TRANSFORM_HANDOVER);
        deliveries = outOf(Topics.DELIVERIES);
        deadLetters = outOf(Topics.DEAD_LETTERS);
    }

    TopologyDescription described() {
        return topology.describe();
    }

    private <V> TestInputTopic<String, V> into(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), topic.valueSerde().serializer());
    }

    private <V> TestOutputTopic<String, V> outOf(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), topic.valueSerde().deserializer());
    }

    static Stage inMemory(Pipeline... pipelines) {
        return new Stage(new Path("target/streams-test", false), pipelines);
    }

    static Stage onDisk(java.nio.file.Path folder, Pipeline... pipelines) {
        return new Stage(new Path(folder.toString(), true), pipelines);
    }

    /** Every entry of every store, and which profile states were written. */
    record Saved(Map<String, Map<Object, Object>> stores, Map<String, Long> profileVersions) {}

    /** What changelogs would hold if everything were committed now. */
    Saved save() {
        Map<String, Map<Object, Object>> stores = new HashMap<>();
        for (String store : driver.getAllStateStores().keySet()) {
            if (store.equals(StateStores.OCCUPANCY)) {
                continue; // has no changelog
            }
            Map<Object, Object> entries = new HashMap<>();
            try (var all = driver.getKeyValueStore(store).all()) {
                all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
            }
            stores.put(store, entries);
        }
        return new Saved(stores, Map.copyOf(profileVersions));
    }

    /** A stage that finds these changelogs. */
    static Stage restored(Saved saved, Pipeline... pipelines) {
        Stage stage = inMemory(pipelines);
        saved.stores().forEach((store, entries) -> entries.forEach(stage.driver.getKeyValueStore(store)::put));
        stage.begin();
        stage.profileVersions.putAll(saved.profileVersions());
        return stage;
    }

    /** What a task does that finds its changelogs. */
    private void begin() {
        Occupancy occupancy = new Occupancy(driver.getKeyValueStore(StateStores.OCCUPANCY));
        occupancy.count(Occupancy.Kind.WAITING, driver.getKeyValueStore(StateStores.DEADLINES));
        occupancy.count(Occupancy.Kind.AWAITED, driver.getKeyValueStore(StateStores.HANDOVER_DEADLINES));
        occupancy.count(Occupancy.Kind.STAYS, driver.getKeyValueStore(StateStores.STAY_DEADLINES));
    }

    /** What the only destination wants. */
    private static final class Policies implements Destinations {
        private Merging merging = new Merging.Never();
        private Erasing erasing = Erasing.DELETE;

        @Override
        public Merging merging(String destination) {
            return merging;
        }

        @Override
        public Erasing erasing(String destination) {
            return erasing;
        }
    }

    void on(Destinations.Merging policy) {
        policies.merging = policy;
    }

    void on(Destinations.Erasing policy) {
        policies.erasing = policy;
    }

    private record Path(String folder, boolean onDisk) {}

    void take(ShapedV1 record) {
        shaped.pipeInput(record.profileId(), record);
    }

    /** A new state of a profile with these identifiers. */
    void profile(String profileId, IdentifierV1... identifiers) {
        profile(profileId, profileVersions.merge(profileId, 1L, Long::sum), null, identifiers);
    }

    void merge(String profileId, String survivor) {
        profile(profileId, profileVersions.merge(profileId, 1L, Long::sum), survivor);
    }

    /** The survivor's state, which has that of these profiles in it. */
    void absorbs(String profileId, List<String> mergedFrom, IdentifierV1... identifiers) {
        profile(profileId, profileVersions.merge(profileId, 1L, Long::sum), null, mergedFrom, identifiers);
    }

    void profile(String profileId, long version, String mergedInto, IdentifierV1... identifiers) {
        profile(profileId, version, mergedInto, List.of(), identifiers);
    }

    private void profile(
            String profileId, long version, String mergedInto, List<String> mergedFrom, IdentifierV1... identifiers) {
        profiles.pipeInput(profileId, Incoming.state(profileId, version, mergedInto, mergedFrom, identifiers));
    }

    /** State of an absorbed profile, as another task writes it. */
    void handover(TransformHandoverV1 handover) {
        handovers.pipeInput(handover.profileId(), handover);
    }

    void erase(String profileId) {
        profiles.pipeInput(profileId, null, START.plusSeconds(900));
    }

    /** What the ledger has of a profile under its only address. */
    Map<String, Line> ledger(String profileId) {
        return standing(profileId).pages().all().values().stream()
                .findFirst()
                .<Map<String, Line>>map(LedgerPage::lines)
                .orElse(Map.of());
    }

    Standing standing(String profileId) {
        return Optional.ofNullable(driver.<String, Standing>getKeyValueStore(StateStores.STANDINGS)
                        .get(profileId))
                .orElseGet(Standing::new);
    }

    /** The last word on a call. */
    void ended(DeliveryV1 delivery, OutcomeV1.Status status) {
        ended(delivery, status, "ok");
    }

    /** A word on a call with a code of its own. */
    void ended(DeliveryV1 delivery, OutcomeV1.Status status, String code) {
        outcomes.pipeInput(delivery.profileId(), Incoming.outcome(delivery, status, code));
    }

    /** The destination accepts every call made so far; says which those were. */
    List<DeliveryV1> accepts() {
        List<DeliveryV1> made = deliveries();
        made.forEach(delivery -> ended(delivery, OutcomeV1.Status.ACCEPTED));
        return made;
    }

    /** {@code MERGE usr_1 <- usr_2} and {@code DELETE usr_1} of the calls made so far, the destination accepts all. */
    List<String> ends() {
        return accepts().stream()
                .filter(delivery ->
                        delivery.kind() != DeliveryV1.Kind.IDENTIFY && delivery.kind() != DeliveryV1.Kind.TRACK)
                .map(delivery -> delivery.kind() + " " + delivery.address().value()
                        + (delivery.secondary() == null
                                ? ""
                                : " <- " + delivery.secondary().value()))
                .toList();
    }

    /** A message about merges, as another task or a person writes it. */
    void message(TransformMergeV1 message) {
        merges.pipeInput(message.profileId(), message);
    }

    void answer(String profileId, String mergeId, TransformMergeV1.Word word) {
        message(new TransformMergeV1(
                profileId, null, null, null, null, null, List.of(new TransformMergeV1.Answer(mergeId, word))));
    }

    List<TransformMergeV1.Merge> merges(String profileId) {
        return MergeStore.all(driver.getKeyValueStore(StateStores.MERGES), profileId);
    }

    /** Ids of the merges that can still go out, as they are listed. */
    List<String> open() {
        return MergeStore.open(
                        driver.getKeyValueStore(StateStores.MERGE_DEADLINES),
                        driver.getKeyValueStore(StateStores.MERGES),
                        100)
                .stream()
                .map(owned -> owned.profileId() + " " + owned.merge().state())
                .toList();
    }

    /** Names of the stores that hold anything. */
    List<String> filled() {
        return driver.getAllStateStores().keySet().stream()
                .filter(store -> !isEmpty(store))
                .sorted()
                .toList();
    }

    void bytes(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    void passes(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<TestRecord<String, DeliveryV1>> deliveryRecords() {
        return deliveries.readRecordsToList();
    }

    List<DeliveryV1> deliveries() {
        return deliveries.readValuesToList();
    }

    /** {@code identify 0.82 @usr_1} per delivery. */
    List<String> sent() {
        List<String> lines = new ArrayList<>();
        for (DeliveryV1 delivery : deliveries()) {
            String score = delivery.body()
                    .path(delivery.kind() == DeliveryV1.Kind.IDENTIFY ? "upgrade_likelihood_score" : "score")
                    .asText();
            lines.add(delivery.emit() + " " + score + " @" + delivery.address().value());
        }
        return lines;
    }

    List<TransformHandoverV1> handedOver() {
        return handedOver.readValuesToList();
    }

    /** Whether nothing is expected of absorbed profiles any more, neither late nor early. */
    boolean expectsNothing() {
        return isEmpty(StateStores.HANDOVERS) && isEmpty(StateStores.HANDOVER_DEADLINES);
    }

    private boolean isEmpty(String store) {
        try (var all = driver.getKeyValueStore(store).all()) {
            return !all.hasNext();
        }
    }

    /** Of which pipeline records needed no call, and why, each once. */
    List<String> ignored() {
        return ignored.all();
    }

    List<DeadLetterV1> dead() {
        return deadLetters.readValuesToList();
    }

    Optional<Side> side(String profileId) {
        return standing(profileId).sides().find(PIPELINE + StateStores.SEPARATOR + "upgrade_threshold_crossed");
    }

    long waiting() {
        return driver.<String, WaitingRoom.Held>getKeyValueStore(StateStores.WAITING)
                .approximateNumEntries();
    }

    @Override
    public void close() {
        driver.close();
    }
}
