package io.penstock.transform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.transform.core.Binding;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Condition;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Leniency;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import io.penstock.transform.core.value.ValueExpression;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ScriptStageTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<String, Pipelines.Found> known = new HashMap<>();
    private final List<String> scriptRuns = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private RowTransform script = this::echo;

    @Test
    void runsOneScriptPerPipelineVersionAndKeepsTheOrderOfTheBatch() {
        scripted("a", 1);
        scripted("a", 2);
        scripted("b", 1);
        List<ProducerRecord<String, byte[]>> out = shape(
                row("a", 1, "p1", "1"),
                row("b", 1, "p1", "2"),
                row("a", 2, "p2", "3"),
                row("a", 1, "p1", "4"),
                row("b", 1, "p2", "5"));
        assertThat(scriptRuns).containsExactly("a@1 [1, 4]", "b@1 [2, 5]", "a@2 [3]");
        assertThat(out).allSatisfy(record -> assertThat(record.topic()).isEqualTo(Topics.SHAPED.name()));
        assertThat(out.stream().map(record -> shaped(record).rowKey())).containsExactly("1", "2", "3", "4", "5");
        assertThat(out.stream().map(ProducerRecord::key)).containsExactly("p1", "p1", "p2", "p1", "p2");
        assertThat(header(out.get(2), Headers.PIPELINE)).isEqualTo("a");
        assertThat(header(out.get(2), Headers.CONFIG_VERSION)).isEqualTo("2");
    }

    @Test
    void carriesEverythingOfTheRecordAlong() {
        scripted("a", 1);
        ShapedV1 shaped = shaped(shape(row("a", 1, "p1", "1")).getFirst());
        assertThat(shaped)
                .isEqualTo(new ShapedV1(
                        "main",
                        "a",
                        1,
                        "a/1/v1",
                        "1",
                        "v1",
                        new PositionV1("main.ml.scores", 5, 4, NOW),
                        NOW,
                        "p1",
                        List.of(new IdentifierV1("email", "ada@example.com")),
                        17,
                        json("{\"from_script\":\"1\"}"),
                        null,
                        List.of()));
    }

    @Test
    void takesTheRowItselfWithoutAScript() {
        columnsOnly("a", 1);
        ShapedV1 shaped = shaped(shape(row("a", 1, "p1", "1")).getFirst());
        assertThat(shaped.values()).isEqualTo(json("{\"score\":0.10,\"big\":9007199254740993}"));
        assertThat(scriptRuns).isEmpty();
    }

    @Test
    void passesCallsOfTheSendFormOn() {
        scripted("a", 1);
        script = (pipeline, records) -> List.of(new RowTransform.Shape.Calls(List.of(json("{\"type\":\"track\"}"))));
        ShapedV1 shaped = shaped(shape(row("a", 1, "p1", "1")).getFirst());
        assertThat(shaped.calls()).containsExactly(json("{\"type\":\"track\"}"));
        assertThat(shaped.values()).isNull();
    }

    @Test
    void givesUpAPoisonRowAmongGoodOnes() {
        scripted("a", 1);
        script = (pipeline, rows) -> rows.stream()
                .<RowTransform.Shape>map(row -> row.key().equals("2")
                        ? new RowTransform.Shape.Fault("script_error", Category.SOURCE_DATA, "TypeError at line 3")
                        : new RowTransform.Shape.Values("{}"))
                .toList();
        List<ProducerRecord<String, byte[]>> out =
                shape(row("a", 1, "p1", "1"), row("a", 1, "p1", "2"), row("a", 1, "p1", "3"));
        assertThat(out.stream().map(ProducerRecord::topic))
                .containsExactly(Topics.SHAPED.name(), Topics.DEAD_LETTERS.name(), Topics.SHAPED.name());
        DeadLetterV1 letter = letter(out.get(1));
        assertThat(letter.stage()).isEqualTo("transform.script");
        assertThat(letter.code()).isEqualTo("script_error");
        assertThat(letter.topic()).isEqualTo(Topics.RESOLVED.name());
        assertThat(letter.offset()).isEqualTo(1);
        assertThat(letter.key()).isEqualTo("p1");
        assertThat(letter.pipeline()).isEqualTo("a");
        assertThat(letter.reason()).doesNotContain("ada");
        assertThat(read(letter.input(), ResolvedV1.class).record().rowKey()).isEqualTo("2");
        assertThat(counted).containsExactly("shaped a", "dead transform.script script_error", "shaped a");
    }

    @Test
    void givesUpBytesThatAreNoRecord() {
        byte[] garbage = {1, 2, (byte) 0xff};
        List<ProducerRecord<String, byte[]>> out = shape(
                source("p1", garbage),
                source("p1", "{\"profile_id\":\"p1\",\"identifiers\":[]}".getBytes(StandardCharsets.UTF_8)),
                source("p1", null));
        assertThat(out.stream().map(record -> letter(record).code())).containsOnly("unreadable");
        assertThat(letter(out.get(0)).encoding()).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(letter(out.get(0)).input())).isEqualTo(garbage);
        assertThat(letter(out.get(1)).encoding()).isEqualTo("json");
        assertThat(letter(out.get(2)).encoding()).isEqualTo("omitted");
    }

    @Test
    void givesUpRecordsOfAVersionThatNeverCame() {
        scripted("a", 1);
        List<ProducerRecord<String, byte[]>> out = shape(row("a", 1, "p1", "1"), row("a", 9, "p1", "2"));
        assertThat(letter(out.get(1)).code()).isEqualTo("config_version_unknown");
        assertThat(letter(out.get(1)).category()).isEqualTo(Category.CONFIGURATION);
        assertThat(letter(out.get(1)).configVersion()).isEqualTo(9);
    }

    @Test
    void givesUpRecordsOfAPipelineThatCannotRun() {
        known.put("a@1", new Pipelines.Found.Unusable("emit 2: expected a name"));
        DeadLetterV1 letter = letter(shape(row("a", 1, "p1", "1")).getFirst());
        assertThat(letter.code()).isEqualTo("config_unusable");
        assertThat(letter.reason()).isEqualTo("emit 2: expected a name");
    }

    @Test
    void ignoresDeletesAndPipelinesWithoutEmits() {
        scripted("a", 1);
        known.put("quiet@1", new Pipelines.Found.Known(pipeline("quiet", 1, Optional.empty(), List.of())));
        assertThat(shape(delete("a", 1, "p1", "1"), row("quiet", 1, "p1", "2"))).isEmpty();
        assertThat(counted).containsExactlyInAnyOrder("ignored a DELETED", "ignored quiet NO_EMIT");
    }

    @Test
    void tellsOfAMergeWithTheShapedRecord() {
        scripted("a", 1);
        ShapedV1 shaped = shaped(only(shape(merging(row("a", 1, "p1", "1")))));
        assertThat(shaped.absorbed()).containsExactly("prf_old");
        assertThat(shaped.values()).isNotNull();
    }

    @Test
    void tellsOfAMergeWithAMarkerIfNothingElseComesOfTheRow() {
        scripted("dropping", 1);
        script = (pipeline, records) -> List.of(new RowTransform.Shape.Dropped());
        known.put("quiet@1", new Pipelines.Found.Known(pipeline("quiet", 1, Optional.empty(), List.of())));
        List<ProducerRecord<String, byte[]>> out = shape(
                merging(row("quiet", 1, "p1", "1")),
                merging(delete("dropping", 1, "p1", "2")),
                merging(row("dropping", 1, "p1", "3")));
        assertThat(out).hasSize(3).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo(Topics.SHAPED.name());
            assertThat(record.key()).isEqualTo("p1");
            assertThat(shaped(record).absorbed()).containsExactly("prf_old");
            assertThat(shaped(record).values()).isNull();
            assertThat(shaped(record).calls()).isNull();
        });
        assertThat(counted)
                .containsExactly("ignored quiet NO_EMIT", "ignored dropping DELETED", "ignored dropping DROPPED");
    }

    @Test
    void tellsOfAMergeWithAMarkerBesideTheDeadLetter() {
        scripted("a", 1);
        script = (pipeline, records) ->
                List.of(new RowTransform.Shape.Fault("script_error", Category.SOURCE_DATA, "TypeError at line 3"));
        List<ProducerRecord<String, byte[]>> out =
                shape(merging(row("a", 1, "p1", "1")), merging(row("a", 9, "p1", "2")));
        assertThat(out.stream().map(ProducerRecord::topic))
                .containsExactly(
                        Topics.DEAD_LETTERS.name(),
                        Topics.SHAPED.name(),
                        Topics.DEAD_LETTERS.name(),
                        Topics.SHAPED.name());
        assertThat(shaped(out.get(1)).absorbed()).containsExactly("prf_old");
        assertThat(shaped(out.get(3)).rowKey()).isEqualTo("2");
    }

    @Test
    void ignoresRowsThatTheScriptDoesNotWant() {
        scripted("a", 1);
        script = (pipeline, records) -> List.of(new RowTransform.Shape.Dropped());
        assertThat(shape(row("a", 1, "p1", "1"))).isEmpty();
        assertThat(counted).containsExactly("ignored a DROPPED");
    }

    @Test
    void givesUpWhatIsTooLargeForARecord() {
        scripted("a", 1);
        script = (pipeline, records) ->
                List.of(new RowTransform.Shape.Values("{\"long\":\"" + "x".repeat(1_000_000) + "\"}"));
        DeadLetterV1 letter = letter(shape(row("a", 1, "p1", "1")).getFirst());
        assertThat(letter.code()).isEqualTo("too_large");
    }

    @Test
    void doesNothingWhenScriptsCannotRunAtAll() {
        scripted("a", 1);
        script = (pipeline, records) -> {
            throw new IllegalStateException("no worker");
        };
        assertThatThrownBy(() -> shape(row("a", 1, "p1", "1"))).hasMessage("no worker");
        assertThat(counted).isEmpty();
    }

    @Test
    void refusesAScriptThatLosesRows() {
        scripted("a", 1);
        script = (pipeline, records) -> List.of();
        assertThatThrownBy(() -> shape(row("a", 1, "p1", "1")))
                .hasMessage("expected 1 shapes from the script of a@1, found 0");
    }

    @SafeVarargs
    private List<ProducerRecord<String, byte[]>> shape(ConsumerRecord<String, byte[]>... batch) {
        List<ConsumerRecord<String, byte[]>> numbered = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            numbered.add(new ConsumerRecord<>(record.topic(), 0, numbered.size(), record.key(), record.value()));
        }
        Pipelines pipelines =
                (name, version, patience) -> known.getOrDefault(name + "@" + version, new Pipelines.Found.Unknown());
        ScriptStage stage = new ScriptStage(
                pipelines,
                (pipeline, records) -> script.transform(pipeline, records),
                new Counted(counted),
                InstantSource.fixed(NOW),
                Duration.ZERO);
        return stage.shape(numbered);
    }

    @Test
    void passesOnThatARowIsGoneToPipelinesThatAskForIt() {
        known(new Pipeline(
                "asking",
                1,
                Optional.empty(),
                List.of(new Emit.If(new Condition.RowDeleted(), new Emit.DeletePerson("delete"))),
                List.of("email"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"),
                List.of("customer_id"),
                Leniency.NONE,
                Pipeline.Unaddressed.DEAD_LETTER,
                Pipeline.LedgerUse.ON));

        ShapedV1 gone = shaped(only(shape(delete("asking", 1, "prf_1", "k1"))));

        assertThat(gone.operation()).isEqualTo(Operation.DELETE);
        assertThat(gone.values()).isEqualTo(json("{\"customer_id\":\"k1\"}"));
    }

    private static ProducerRecord<String, byte[]> only(List<ProducerRecord<String, byte[]>> out) {
        assertThat(out).hasSize(1);
        return out.getFirst();
    }

    private List<RowTransform.Shape> echo(Pipeline pipeline, List<RowTransform.Input> rows) {
        List<String> keys = rows.stream().map(RowTransform.Input::key).toList();
        scriptRuns.add(pipeline.name() + "@" + pipeline.version() + " " + keys);
        return keys.stream()
                .<RowTransform.Shape>map(key -> new RowTransform.Shape.Values("{\"from_script\":\"" + key + "\"}"))
                .toList();
    }

    private void scripted(String name, long version) {
        known(pipeline(
                name,
                version,
                Optional.of(new Pipeline.Script(
                        "transform.js", "script", Map.of(), List.of(), Duration.ofMillis(100), "64MiB")),
                List.of()));
    }

    private void columnsOnly(String name, long version) {
        Emit identify =
                new Emit.Identify("identify", List.of(new Binding("score", ValueExpression.parse("score"))), List.of());
        known(pipeline(name, version, Optional.empty(), List.of(identify)));
    }

    private void known(Pipeline pipeline) {
        known.put(pipeline.name() + "@" + pipeline.version(), new Pipelines.Found.Known(pipeline));
    }

    private static Pipeline pipeline(String name, long version, Optional<Pipeline.Script> script, List<Emit> emits) {
        return new Pipeline(
                name, version, script, emits, List.of("email"), Duration.ofDays(3), Optional.of("customerio-prod"));
    }

    private static ConsumerRecord<String, byte[]> row(String pipeline, long version, String profile, String key) {
        return resolved(
                pipeline, version, profile, key, Operation.UPSERT, json("{\"score\":0.10,\"big\":9007199254740993}"));
    }

    private static ConsumerRecord<String, byte[]> delete(String pipeline, long version, String profile, String key) {
        return resolved(pipeline, version, profile, key, Operation.DELETE, null);
    }

    private static ConsumerRecord<String, byte[]> resolved(
            String pipeline, long version, String profile, String key, Operation operation, ObjectNode row) {
        List<IdentifierV1> identifiers = List.of(new IdentifierV1("email", "ada@example.com"));
        RecordV1 record = new RecordV1(
                "main",
                pipeline,
                version,
                pipeline + "/" + key + "/v1",
                key,
                "v1",
                operation,
                new PositionV1("main.ml.scores", 5, 4, NOW),
                NOW,
                identifiers,
                row);
        return resolved(profile, new ResolvedV1(profile, identifiers, 17, record, List.of()));
    }

    /** The row, which made the profile {@code prf_old} part of its person. */
    private static ConsumerRecord<String, byte[]> merging(ConsumerRecord<String, byte[]> row) {
        ResolvedV1 plain = Topics.RESOLVED.valueSerde().deserializer().deserialize("", row.value());
        return resolved(
                row.key(),
                new ResolvedV1(
                        plain.profileId(), plain.identifiers(), plain.logOffset(), plain.record(), List.of("prf_old")));
    }

    private static ConsumerRecord<String, byte[]> resolved(String profile, ResolvedV1 resolved) {
        return source(profile, Topics.RESOLVED.valueSerde().serializer().serialize("", resolved));
    }

    private static ConsumerRecord<String, byte[]> source(String key, byte[] value) {
        return new ConsumerRecord<>(Topics.RESOLVED.name(), 0, 0, key, value);
    }

    private static ShapedV1 shaped(ProducerRecord<String, byte[]> record) {
        return Topics.SHAPED.valueSerde().deserializer().deserialize(record.topic(), record.value());
    }

    private static DeadLetterV1 letter(ProducerRecord<String, byte[]> record) {
        assertThat(record.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
        return Topics.DEAD_LETTERS.valueSerde().deserializer().deserialize(record.topic(), record.value());
    }

    private static String header(ProducerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static ObjectNode json(String text) {
        return read(text, ObjectNode.class);
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return Json.wire().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private record Counted(List<String> lines) implements Tally {
        @Override
        public void shaped(String pipeline) {
            lines.add("shaped " + pipeline);
        }

        @Override
        public void ignored(String pipeline, Ignored why) {
            lines.add("ignored " + pipeline + " " + why);
        }

        @Override
        public void delivery(String pipeline, Call.Kind kind) {
            lines.add("delivery " + pipeline);
        }

        @Override
        public void merge(String destination, Merge end) {}

        @Override
        public void erased(String destination) {}

        @Override
        public void crossings(String pipeline, int fired) {
            lines.add("crossings " + pipeline);
        }

        @Override
        public void waits(String pipeline) {
            lines.add("waits " + pipeline);
        }

        @Override
        public void dead(String stage, String code) {
            lines.add("dead " + stage + " " + code);
        }
    }
}
