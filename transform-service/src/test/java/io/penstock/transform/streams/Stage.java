package io.penstock.transform.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.core.Binding;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Side;
import io.penstock.transform.core.Tally;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.Line;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
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
    private final TestOutputTopic<String, DeadLetterV1> deadLetters;
    private final TestInputTopic<String, OutcomeV1> outcomes;
    private final TestInputTopic<String, TransformMergeV1> merges;
    private final Policies policies = new Policies();
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
        driver = new TopologyTestDriver(
                ClassificationTopology.build(
                        (name, version, patience) ->
                                known.getOrDefault(name + "@" + version, new Pipelines.Found.Unknown()),
                        policies,
                        new ClassificationSettings(
                                Duration.ZERO,
                                5,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30),
                                LedgerSettings.usual()),
                        new NoTally(),
                        stateDir.onDisk() ? Stores::persistentKeyValueStore : Stores::inMemoryKeyValueStore),
                properties,
                START);
        shaped = driver.createInputTopic(
                Topics.SHAPED.name(),
                new StringSerializer(),
                Topics.SHAPED.valueSerde().serializer());
        profiles = driver.createInputTopic(
                Topics.PROFILES.name(),
                new StringSerializer(),
                Topics.PROFILES.valueSerde().serializer());
        handovers = driver.createInputTopic(
                Topics.TRANSFORM_HANDOVER.name(),
                new StringSerializer(),
                Topics.TRANSFORM_HANDOVER.valueSerde().serializer());
        outcomes = driver.createInputTopic(
                Topics.OUTCOMES.name(),
                new StringSerializer(),
                Topics.OUTCOMES.valueSerde().serializer());
        merges = driver.createInputTopic(
                Topics.TRANSFORM_MERGES.name(),
                new StringSerializer(),
                Topics.TRANSFORM_MERGES.valueSerde().serializer());
        handedOver = driver.createOutputTopic(
                Topics.TRANSFORM_HANDOVER.name(),
                new StringDeserializer(),
                Topics.TRANSFORM_HANDOVER.valueSerde().deserializer());
        deliveries = driver.createOutputTopic(
                Topics.DELIVERIES.name(),
                new StringDeserializer(),
                Topics.DELIVERIES.valueSerde().deserializer());
        deadLetters = driver.createOutputTopic(
                Topics.DEAD_LETTERS.name(),
                new StringDeserializer(),
                Topics.DEAD_LETTERS.valueSerde().deserializer());
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
        stage.profileVersions.putAll(saved.profileVersions());
        return stage;
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

    /** The pipeline of the product page: an identify and a crossing above 0.65 that re-arms below 0.60. */
    static Pipeline upgradeLikelihood(Crossing.First first) {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                Crossing.Direction.ABOVE,
                new BigDecimal("0.65"),
                Optional.of(new BigDecimal("0.60")),
                first,
                Crossing.Pace.AT_ONCE,
                Optional.empty());
        return new Pipeline(
                PIPELINE,
                3,
                Optional.empty(),
                List.of(
                        new Emit.Identify(
                                "identify",
                                List.of(binding("upgrade_likelihood_score", "score"), binding("account_tier", "tier")),
                                List.of()),
                        new Emit.Track(
                                "upgrade_threshold_crossed",
                                "upgrade_threshold_crossed",
                                Optional.of(crossing),
                                List.of(binding("score", "score"), binding("tier", "tier")))),
                List.of("customerio_id", "email"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"));
    }

    /** The pipeline, which sends everything whatever is known. */
    static Pipeline withoutLedger(Pipeline pipeline) {
        return new Pipeline(
                pipeline.name(),
                pipeline.version(),
                pipeline.script(),
                pipeline.emits(),
                pipeline.address(),
                pipeline.patience(),
                pipeline.destination(),
                pipeline.key(),
                pipeline.leniency(),
                pipeline.unaddressed(),
                Pipeline.LedgerUse.OFF);
    }

    /** A pipeline whose script returns calls itself. */
    static Pipeline sending() {
        return new Pipeline(
                "sending",
                1,
                Optional.of(new Pipeline.Script(
                        "transform.js", "send", Map.of(), List.of(), Duration.ofMillis(100), "64MiB")),
                List.of(),
                List.of("customerio_id", "email"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"));
    }

    /** A pipeline with one event per record. */
    static Pipeline tracking(String name, String event, String property) {
        return new Pipeline(
                name,
                1,
                Optional.empty(),
                List.of(new Emit.Track(event, event, Optional.empty(), List.of(binding(property, "score")))),
                List.of("email"),
                Duration.ofHours(1),
                Optional.of("customerio-prod"));
    }

    static Binding binding(String name, String expression) {
        return new Binding(name, ValueExpression.parse(expression));
    }

    /** One scored row of a person, {@code seconds} after the start. */
    static ShapedV1 scored(String profileId, long seconds, String score, IdentifierV1... identifiers) {
        return row(
                PIPELINE,
                3,
                profileId,
                seconds,
                json("{\"score\":" + score + ",\"tier\":\"free\"}"),
                null,
                identifiers);
    }

    static ShapedV1 row(
            String pipeline,
            long version,
            String profileId,
            long seconds,
            ObjectNode values,
            List<ObjectNode> calls,
            IdentifierV1... identifiers) {
        return new ShapedV1(
                "main",
                pipeline,
                version,
                pipeline + "/cust_42/v" + seconds,
                "cust_42",
                "v" + seconds,
                new PositionV1("main.ml_outputs.upgrade_scores", 5, 4, START.plusSeconds(seconds)),
                START.plusSeconds(seconds),
                profileId,
                List.of(identifiers),
                seconds,
                values,
                calls,
                List.of());
    }

    /** The record, which made these profiles part of its person. */
    static ShapedV1 absorbing(ShapedV1 record, String... absorbed) {
        return with(record, record.values(), absorbed);
    }

    /** What is left of a record of which nothing comes but a merge. */
    static ShapedV1 marker(String profileId, long seconds, String... absorbed) {
        return with(row("contacts", 1, profileId, seconds, null, null), null, absorbed);
    }

    private static ShapedV1 with(ShapedV1 record, ObjectNode values, String... absorbed) {
        return new ShapedV1(
                record.workspace(),
                record.pipeline(),
                record.configVersion(),
                record.recordId(),
                record.rowKey(),
                record.rowVersion(),
                record.position(),
                record.asOf(),
                record.profileId(),
                record.identifiers(),
                record.logOffset(),
                values,
                record.calls(),
                List.of(absorbed));
    }

    static IdentifierV1 mail(String address) {
        return new IdentifierV1("email", address);
    }

    static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

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
        profiles.pipeInput(
                profileId,
                new ProfileV1(
                        "main",
                        profileId,
                        mergedInto == null ? ProfileV1.Status.ACTIVE : ProfileV1.Status.MERGED,
                        version,
                        version,
                        START,
                        START,
                        List.of(identifiers).stream()
                                .map(known ->
                                        new ProfileV1.Known(known.type(), known.value(), null, START, START, "crm"))
                                .toList(),
                        Map.of(),
                        null,
                        null,
                        mergedFrom,
                        mergedInto,
                        null));
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
        try (var found =
                driver.<String, LedgerPage>getKeyValueStore(StateStores.LEDGER).all()) {
            while (found.hasNext()) {
                var entry = found.next();
                if (entry.key.startsWith(StateStores.prefix(profileId))) {
                    return entry.value.lines();
                }
            }
        }
        return Map.of();
    }

    /** The last word on a call. */
    void ended(DeliveryV1 delivery, OutcomeV1.Status status) {
        ended(delivery, status, "ok");
    }

    /** A word on a call with a code of its own. */
    void ended(DeliveryV1 delivery, OutcomeV1.Status status, String code) {
        outcomes.pipeInput(
                delivery.profileId(),
                new OutcomeV1(
                        delivery.workspace(),
                        delivery.deliveryId(),
                        delivery.kind(),
                        delivery.pipeline(),
                        delivery.configVersion(),
                        delivery.emit(),
                        delivery.destination(),
                        delivery.profileId(),
                        delivery.address(),
                        delivery.object(),
                        delivery.event(),
                        status,
                        code,
                        Category.NONE,
                        List.of(),
                        1,
                        0,
                        delivery.asOf(),
                        START,
                        START,
                        delivery.recordId(),
                        delivery.rowKey(),
                        delivery.position()));
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

    List<DeadLetterV1> dead() {
        return deadLetters.readValuesToList();
    }

    Optional<Side> side(String profileId) {
        return new SideStore(
                        driver.getKeyValueStore(StateStores.SIDES),
                        new Stays(
                                driver.getKeyValueStore(StateStores.STAYS),
                                driver.getKeyValueStore(StateStores.STAY_DEADLINES)))
                .find(profileId, PIPELINE, "upgrade_threshold_crossed");
    }

    long waiting() {
        return driver.<String, WaitingRoom.Held>getKeyValueStore(StateStores.WAITING)
                .approximateNumEntries();
    }

    @Override
    public void close() {
        driver.close();
    }

    private record NoTally() implements Tally {
        @Override
        public void shaped(String pipeline) {}

        @Override
        public void ignored(String pipeline, Ignored why) {}

        @Override
        public void delivery(String pipeline, Call.Kind kind) {}

        @Override
        public void merge(String destination, Merge end) {}

        @Override
        public void erased(String destination) {}

        @Override
        public void crossings(String pipeline, int fired) {}

        @Override
        public void waits(String pipeline) {}

        @Override
        public void dead(String stage, String code) {}
    }
}
