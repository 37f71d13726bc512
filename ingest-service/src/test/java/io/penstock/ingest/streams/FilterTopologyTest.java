package io.penstock.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.ingest.rows.RowHash;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterTopologyTest {
    private static final Instant T1 = Instant.parse("2026-03-15T12:00:00Z");
    private static final Instant T2 = T1.plusSeconds(60);
    private static final Instant T3 = T1.plusSeconds(120);

    private final FilterCounters counters = new FilterCounters();
    private TopologyTestDriver driver;
    private TestInputTopic<String, ReadV1> reads;
    private TestOutputTopic<String, RecordV1> records;
    private TestOutputTopic<String, DeadLetterV1> deadLetters;

    @BeforeEach
    void start(@TempDir Path folder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(FilterTopology.build(counters), settings);
        reads = driver.createInputTopic(
                Topics.READS.name(),
                new StringSerializer(),
                Topics.READS.valueSerde().serializer());
        records = driver.createOutputTopic(
                Topics.RECORDS.name(),
                new StringDeserializer(),
                Topics.RECORDS.valueSerde().deserializer());
        deadLetters = driver.createOutputTopic(
                Topics.DEAD_LETTERS.name(),
                new StringDeserializer(),
                Topics.DEAD_LETTERS.valueSerde().deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void everythingThatIsWrittenIsWatched() {
        assertThat(FilterTopology.build(counters).describe().subtopologies().stream()
                        .flatMap(part -> part.nodes().stream())
                        .filter(TopologyDescription.Sink.class::isInstance)
                        .map(node -> ((TopologyDescription.Sink) node).topic())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(FilterTopology.WRITTEN);
    }

    @Test
    void aNewRowBecomesARecordKeyedByItsStrongestIdentifier() {
        send(upsert("a", 0.5, T1));

        KeyValue<String, RecordV1> record = records.readKeyValue();
        assertThat(record.key).isEqualTo("customer_id|a");
        assertThat(record.value.recordId()).isEqualTo("scores|a|" + record.value.rowVersion());
        assertThat(record.value.row().get("score").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(record.value.configVersion()).isEqualTo(3);
        assertThat(record.value.asOf()).isEqualTo(T1);
    }

    @Test
    void theSameRowReadAgainIsDropped() {
        send(upsert("a", 0.5, T1));
        send(upsert("a", 0.5, T1));
        send(upsert("a", 0.5, T2));

        assertThat(records.readValuesToList()).hasSize(1);
        assertThat(counters.of(Verdict.UNCHANGED)).isEqualTo(2);
    }

    @Test
    void aChangeOfARowIsANewVersionAndAReturnToOldContentIsOneToo() {
        send(upsert("a", 0.5, T1));
        send(upsert("a", 0.6, T2));
        send(upsert("a", 0.5, T3));

        assertThat(records.readValuesToList())
                .extracting(RecordV1::rowVersion)
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void contentDecidesWhateverTheTimeAndTheTimeToldRises() {
        send(upsert("a", 0.5, T3));
        send(upsert("a", 0.6, T2));

        List<RecordV1> found = records.readValuesToList();
        assertThat(found).hasSize(2);
        assertThat(found.get(1).asOf()).isEqualTo(T3.plusNanos(1000));
        assertThat(found.get(1).recordId()).isNotEqualTo(found.get(0).recordId());
    }

    @Test
    void aSweepDeletesWhatItsRunDidNotSeeOfItsPipelineOnly() {
        send(in("scores", "run1;sweep", upsert("a", 0.5, T1)));
        send(in("scores", "run1;sweep", upsert("b|x", 0.5, T1)));
        send(in("scores-v2", "run1;sweep", upsert("b", 0.5, T1)));
        records.readValuesToList();

        send(in("scores", "run2;sweep", upsert("a", 0.5, T2)));
        sweep("run2;sweep", T2);
        sweep("run2;sweep", T2);

        assertThat(records.readValuesToList()).singleElement().satisfies(gone -> {
            assertThat(gone.operation()).isEqualTo(Operation.DELETE);
            assertThat(gone.rowKey()).isEqualTo("b|x");
            assertThat(gone.row()).isNull();
            assertThat(gone.asOf()).isEqualTo(T2);
            assertThat(gone.identifiers()).containsExactly(new IdentifierV1("customer_id", "b|x"));
        });
    }

    @Test
    void aDeletedRowIsOfThePersonItWasLastSentFor() {
        send(upsert("a", 0.5, T1));
        ReadV1 gone = delete("a", T2);
        send(new ReadV1(
                gone.workspace(),
                gone.pipeline(),
                gone.configVersion(),
                gone.runId(),
                gone.rowKey(),
                gone.operation(),
                gone.position(),
                gone.asOf(),
                List.of(new IdentifierV1("email", "a@example.com")),
                null,
                null,
                null));

        List<RecordV1> found = records.readValuesToList();
        assertThat(found.get(1).partitionKey()).isEqualTo(found.get(0).partitionKey());
        assertThat(found.get(1).identifiers())
                .containsExactly(new IdentifierV1("customer_id", "a"), new IdentifierV1("email", "a@example.com"));
    }

    @Test
    void aRowThatBrokeTheContractIsNotSweptAway() {
        send(in("scores", "run1;sweep", upsert("a", 0.5, T1)));
        send(in("scores", "run2;sweep", read("a", Operation.UPSERT, T2, null, null)));
        send(in("scores", "run2;sweep", read("never-seen", Operation.UPSERT, T2, null, null)));
        sweep("run2;sweep", T2);

        assertThat(records.readValuesToList()).hasSize(1);
        assertThat(counters.seen()).isEqualTo(1);
    }

    @Test
    void whatWasForgottenIsNewAgainAndNothingIsTold() {
        send(upsert("a", 0.5, T1));
        send(ReadV1.mark("test", "scores", 3, "forget", position(7), T2, ReadV1.Mark.FORGET));
        assertThat(records.readValuesToList()).hasSize(1);

        send(upsert("a", 0.5, T1));
        assertThat(records.readValuesToList()).hasSize(1);
    }

    @Test
    void aSecondRowOfAKeyInOneTableVersionIsADeadLetterAndTheFirstStays() {
        send(in("scores", "run1;state", upsert("a", 0.5, T1)));
        send(in("scores", "run1;state", upsert("a", 0.7, T1)));
        send(in("scores", "run1;state", upsert("a", 0.5, T1)));

        assertThat(records.readValuesToList()).hasSize(1);
        assertThat(deadLetters.readValuesToList()).singleElement().satisfies(letter -> {
            assertThat(letter.stage()).isEqualTo("ingest.filter");
            assertThat(letter.code()).isEqualTo("duplicate_key");
            assertThat(letter.key()).isEqualTo("scores|a");
            assertThat(letter.input()).contains("0.7");
            assertThat(letter.reason()).doesNotContain("0.7");
        });
        assertThat(counters.of(Verdict.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void aFeedMayTellOfOneRowOftenAndAQueryHasNoVersionInWhichAKeyCouldBeTwice() {
        send(in("scores", "run1;feed", at(5, upsert("a", 0.5, T1))));
        send(in("scores", "run1;feed", at(6, upsert("a", 0.6, T2))));
        send(in("scores", "run2;state", unpinned(upsert("b", 0.5, T1))));
        send(in("scores", "run2;state", unpinned(upsert("b", 0.6, T1))));

        assertThat(records.readValuesToList()).hasSize(4);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void aTombstoneIsForgottenByASweepLongAfter() {
        send(in("scores", "run1;sweep", upsert("a", 0.5, T1)));
        sweep("run2;sweep", T2);
        assertThat(stored("scores|a").isDeleted()).isTrue();

        sweep("run3;sweep", T2.plus(Duration.ofDays(31)));
        assertThat(stored("scores|a")).isNull();
    }

    @Test
    void aReadThatIsNoNewsWritesNothingUnlessItsRunSweeps() {
        send(in("scores", "run1;state", upsert("a", 0.5, T1)));
        LastSeen first = stored("scores|a");
        send(in("scores", "run2;state", upsert("a", 0.5, T2)));
        assertThat(stored("scores|a")).isEqualTo(first);
        send(in("scores", "run3;sweep", upsert("a", 0.5, T2)));
        assertThat(stored("scores|a").run()).isNotEqualTo(first.run());
        assertThat(stored("scores|a").asOf()).isEqualTo(T1);
    }

    @Test
    void whatWasRememberedBeforeThereWereRunsIsStillRead() {
        byte[] old = ByteBuffer.allocate(13 + 32)
                .put((byte) 1)
                .putLong(T1.getEpochSecond())
                .putInt(T1.getNano())
                .put(new byte[32])
                .array();

        assertThat(RememberedBytes.read(old)).isEqualTo(new Remembered(new LastSeen("00".repeat(32), T1, 0), null));
        Remembered now = new Remembered(new LastSeen("ab".repeat(32), T2, -5), new IdentifierV1("customer_id", "a|b"));
        assertThat(RememberedBytes.read(RememberedBytes.write(now))).isEqualTo(now);
        Remembered gone = new Remembered(new LastSeen(null, T2, 5), null);
        assertThat(RememberedBytes.read(RememberedBytes.write(gone))).isEqualTo(gone);
    }

    @Test
    void aDeletedRowIsToldOnceAndMayComeBack() {
        send(upsert("a", 0.5, T1));
        send(delete("a", T2));
        send(delete("a", T2));
        send(upsert("a", 0.5, T3));

        List<RecordV1> found = records.readValuesToList();
        assertThat(found)
                .extracting(RecordV1::operation)
                .containsExactly(Operation.UPSERT, Operation.DELETE, Operation.UPSERT);
        assertThat(found.get(1).row()).isNull();
    }

    @Test
    void rowsOfDifferentKeysAndPipelinesDoNotMeet() {
        send(upsert("a", 0.5, T1));
        send(upsert("b", 0.5, T1));

        assertThat(records.readValuesToList()).hasSize(2);
        assertThat(counters.seen()).isEqualTo(2);
    }

    /** A key of another row sends a read the long way, which is the definition. */
    @Test
    void aPlainReadBecomesWordForWordWhatTheLongWayMakesOfIt() {
        int number = 0;
        for (String id : List.of("plain", "žluť €", "a|b c/d")) {
            for (List<IdentifierV1> identifiers : List.of(
                    List.<IdentifierV1>of(),
                    List.of(new IdentifierV1("customer_id", "c-" + id)),
                    List.of(new IdentifierV1("email", id + "@example.com"), new IdentifierV1("customer_id", "7")))) {
                for (String run : List.of("run", "run;sweep", "run;feed")) {
                    Instant watermark = number++ % 2 == 0 ? null : T2;
                    PositionV1 position = new PositionV1("main.ml.scores", 7, 4_294_967_297L, watermark);
                    ReadV1 read = with(upsert(id + number, 0.5, T1), "scores", run, position, identifiers);

                    TestRecord<String, byte[]> quick = through(read.partitionKey(), read);
                    LastSeen seen = stored(read.partitionKey());
                    byte[] remembered = seenStore().delete(read.partitionKey().getBytes(StandardCharsets.UTF_8));
                    TestRecord<String, byte[]> slow = through("another key", read);

                    assertThat(quick.key()).isEqualTo(slow.key());
                    assertThat(new String(quick.value(), StandardCharsets.UTF_8))
                            .isEqualTo(new String(slow.value(), StandardCharsets.UTF_8));
                    assertThat(quick.headers()).isEqualTo(slow.headers());
                    assertThat(stored(read.partitionKey())).isEqualTo(seen);
                    assertThat(seenStore().get(read.partitionKey().getBytes(StandardCharsets.UTF_8)))
                            .isEqualTo(remembered);
                }
            }
        }
    }

    private TestRecord<String, byte[]> through(String key, ReadV1 read) {
        reads.pipeInput(key, read);
        return driver.createOutputTopic(Topics.RECORDS.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecord();
    }

    private KeyValueStore<byte[], byte[]> seenStore() {
        return driver.getKeyValueStore(FilterTopology.STORE);
    }

    private void send(ReadV1 read) {
        reads.pipeInput(read.partitionKey(), read);
    }

    private void sweep(String runId, Instant asOf) {
        reads.pipeInput("scores", ReadV1.mark("test", "scores", 3, runId, position(7), asOf, ReadV1.Mark.SWEEP));
    }

    private LastSeen stored(String key) {
        byte[] found =
                driver.<byte[], byte[]>getKeyValueStore(FilterTopology.STORE).get(key.getBytes(StandardCharsets.UTF_8));
        return found == null ? null : RememberedBytes.read(found).row();
    }

    private static PositionV1 position(long version) {
        return new PositionV1("main.ml.scores", version, version, null);
    }

    private static ReadV1 at(long commit, ReadV1 read) {
        return with(read, read.pipeline(), read.runId(), new PositionV1("main.ml.scores", 7, commit, null));
    }

    private static ReadV1 unpinned(ReadV1 read) {
        return with(read, read.pipeline(), read.runId(), new PositionV1("query:scores", -1, -1, null));
    }

    private static ReadV1 in(String pipeline, String runId, ReadV1 read) {
        return with(read, pipeline, runId, read.position());
    }

    private static ReadV1 with(ReadV1 read, String pipeline, String runId, PositionV1 position) {
        return with(read, pipeline, runId, position, read.identifiers());
    }

    private static ReadV1 with(
            ReadV1 read, String pipeline, String runId, PositionV1 position, List<IdentifierV1> identifiers) {
        return new ReadV1(
                read.workspace(),
                pipeline,
                read.configVersion(),
                runId,
                read.rowKey(),
                read.operation(),
                position,
                read.asOf(),
                identifiers,
                read.row(),
                read.rowHash(),
                null);
    }

    private static ReadV1 upsert(String id, double score, Instant asOf) {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("id", id).put("score", score);
        return read(id, Operation.UPSERT, asOf, row, RowHash.of(row, null));
    }

    private static ReadV1 delete(String id, Instant asOf) {
        return read(id, Operation.DELETE, asOf, null, null);
    }

    private static ReadV1 read(String id, Operation operation, Instant asOf, ObjectNode row, String hash) {
        return new ReadV1(
                "test",
                "scores",
                3,
                "run" + asOf,
                id,
                operation,
                position(7),
                asOf,
                List.of(new IdentifierV1("customer_id", id), new IdentifierV1("email", id + "@example.com")),
                row,
                hash,
                null);
    }
}
