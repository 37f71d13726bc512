package io.penstock.transform.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.Json;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.kafka.RowTransform;
import io.penstock.transform.kafka.RowTransform.Shape;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptRuntimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real script runtime behind the port of the script stage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptRowTransformTest {
    private static final Instant AS_OF = Instant.parse("2026-11-22T00:00:00Z");

    private ScriptRuntime runtime;
    private ScriptRowTransform transform;

    @BeforeAll
    void open() {
        runtime = ScriptRuntime.open(ScriptRuntimeSettings.in(Path.of("target", "script-runtime")));
        transform = new ScriptRowTransform(runtime);
    }

    @AfterAll
    void close() {
        runtime.close();
    }

    @Test
    void givesNamedValuesPerRowAndDropsWhatTheScriptDoesNotWant() {
        List<Shape> shapes = transform.transform(
                pipeline(
                        "values",
                        "export function transform(row) { return row.skip ? null : { score: row.score * 2, gone: null }; }"),
                rows("{\"score\":0.25}", "{\"skip\":true}", "{\"score\":1}"));
        assertThat(shapes)
                .containsExactly(
                        new Shape.Values("{\"score\":0.5,\"gone\":null}"),
                        new Shape.Dropped(),
                        new Shape.Values("{\"score\":2,\"gone\":null}"));
    }

    @Test
    void givesTheCallsOfTheSendForm() {
        List<Shape> shapes = transform.transform(
                pipeline(
                        "send",
                        "export async function send(payload) { return [{ type: 'track', event: 'e', userId: 'u' }]; }"),
                rows("{}"));
        assertThat(shapes)
                .containsExactly(
                        new Shape.Calls(List.of(json("{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\"}"))));
    }

    @Test
    void blamesTheRowForCallsThatNobodyCanRead() {
        assertThat(ScriptRowTransform.calls(
                        "[{\"type\":\"track\",\"event\":\"e\",\"properties\":{\"n\":1e99999999999}}]"))
                .isInstanceOfSatisfying(
                        Shape.Fault.class, fault -> assertThat(fault.code()).isEqualTo("output_not_readable"));
    }

    @Test
    void blamesOnlyTheRowThatThrows() {
        List<Shape> shapes = transform.transform(
                pipeline("throwing", "export function transform(row) { return { name: row.name.toUpperCase() }; }"),
                rows("{\"name\":\"a\"}", "{\"mail\":\"ada@example.com\"}", "{\"name\":\"b\"}"));
        assertThat(shapes.get(0)).isEqualTo(new Shape.Values("{\"name\":\"A\"}"));
        assertThat(shapes.get(1)).isInstanceOfSatisfying(Shape.Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo("script_threw");
            assertThat(fault.category()).isEqualTo(Category.SOURCE_DATA);
            assertThat(fault.reason()).contains("TypeError").doesNotContain("ada");
        });
        assertThat(shapes.get(2)).isEqualTo(new Shape.Values("{\"name\":\"B\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        export function transform( | 64MiB
        export function transform(row) { return row; } | lots
        export function transform(row) { return row; } | 4GiB
        """)
    void blamesThePipelineForAScriptThatCannotRun(String script, String memory) {
        List<Shape> shapes = transform.transform(
                new Pipeline(
                        "rejected " + script + memory,
                        1,
                        Optional.of(new Pipeline.Script(
                                "transform.js", script, Map.of(), List.of(), Duration.ofMillis(100), memory)),
                        List.of(),
                        List.of(),
                        Duration.ofDays(3),
                        Optional.of("customerio")),
                rows("{}", "{}"));
        assertThat(shapes)
                .hasSize(2)
                .allSatisfy(shape -> assertThat(shape).isInstanceOfSatisfying(Shape.Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo("script_rejected");
                    assertThat(fault.category()).isEqualTo(Category.CONFIGURATION);
                }));
    }

    private static Pipeline pipeline(String name, String script) {
        return new Pipeline(
                name,
                1,
                Optional.of(new Pipeline.Script(
                        "transform.js", script, Map.of(), List.of(), Duration.ofMillis(100), "64MiB")),
                List.of(),
                List.of("customerio_id"),
                Duration.ofDays(3),
                Optional.of("customerio"));
    }

    private static List<RowTransform.Input> rows(String... rows) {
        return Arrays.stream(rows)
                .map(row -> new RowTransform.Input(row, "1", AS_OF))
                .toList();
    }

    private static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
