package io.penstock.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.rows.RowHash;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
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
    }

    @AfterEach
    void stop() {
        driver.close();
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
    void anOlderValueNeverOverwritesANewerOneEvenIfTheNewerWasNoNews() {
        send(upsert("a", 0.5, T1));
        send(upsert("a", 0.5, T3));
        send(upsert("a", 0.6, T2));

        assertThat(records.readValuesToList()).hasSize(1);
        assertThat(counters.of(Verdict.STALE)).isEqualTo(1);
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

    private void send(ReadV1 read) {
        reads.pipeInput(read.partitionKey(), read);
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
                "run",
                id,
                operation,
                new PositionV1("main.ml.scores", 7, 7, null),
                asOf,
                List.of(new IdentifierV1("customer_id", id), new IdentifierV1("email", id + "@example.com")),
                row,
                hash);
    }
}
