package io.penstock.transform.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A runtime with short limits, and words for what the tests of this package do all the time. */
final class ScriptFixture implements AutoCloseable {
    static final ScriptLimits LIMITS = new ScriptLimits(Duration.ofMillis(400), Duration.ofMillis(1_200), 64L << 20);
    /** {@code -Dpenstock.engine=quickjs} runs the tests of this package in QuickJS. */
    static final ScriptEngineChoice ENGINE = ScriptEngineChoice.valueOf(
            System.getProperty("penstock.engine", "auto").toUpperCase(Locale.ROOT));

    static final Instant AS_OF = Instant.parse("2026-11-22T10:15:30Z");

    /** Keeps the digits of every number as the engine wrote them. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ScriptRuntime runtime;

    private ScriptFixture(int maxLosses, int maxStopped, ScriptEngineChoice engine) {
        var settings = new ScriptRuntimeSettings(
                Path.of("target", "script-runtime"),
                1,
                1,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                maxLosses,
                maxStopped,
                true,
                engine,
                Optional.empty());
        runtime = ScriptRuntime.open(settings);
    }

    /** Never pauses a script. */
    static ScriptFixture patient() {
        return patient(ENGINE);
    }

    static ScriptFixture patient(ScriptEngineChoice engine) {
        return new ScriptFixture(1_000, 1_000, engine);
    }

    static ScriptFixture pausingAfter(int maxLosses, int maxStopped) {
        return new ScriptFixture(maxLosses, maxStopped, ENGINE);
    }

    ScriptRuntime runtime() {
        return runtime;
    }

    Script load(String text) {
        return load(text, LIMITS);
    }

    Script load(String text, ScriptLimits limits) {
        return load(ScriptSource.of("scores", "7", text, limits));
    }

    Script load(ScriptSource source) {
        try {
            return runtime.load(source);
        } catch (ScriptRejected e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    ScriptRejected rejection(String text) {
        try {
            runtime.load(ScriptSource.of("scores", "7", text, LIMITS));
        } catch (ScriptRejected e) {
            return e;
        }
        throw new AssertionError("expected a refusal");
    }

    List<RowResult> run(String text, String... rows) {
        return run(load(text), rows);
    }

    List<RowResult> run(Script script, String... rows) {
        return runtime.run(script, Arrays.stream(rows).map(ScriptFixture::row).toList());
    }

    /** Result of a transform whose body this is, for {@code {}}. */
    RowResult body(String body) {
        return run("export function transform(row, context) { " + body + " }", "{}")
                .getFirst();
    }

    JsonNode value(String body) {
        return valueOf(body(body));
    }

    RowError error(String body) {
        return errorOf(body(body));
    }

    /** The three rows 1, 2, 3 where a body is run for row 2 alone: the neighbours must be answered. */
    RowError errorAmongGoodRows(String body) {
        List<RowResult> results = run(
                "export function transform(row) { if (row.n === 2) { " + body + " } return {n: row.n}; }",
                "{\"n\":1}",
                "{\"n\":2}",
                "{\"n\":3}");
        assertThat(valueOf(results.get(0)).get("n").intValue()).isEqualTo(1);
        assertThat(valueOf(results.get(2)).get("n").intValue()).isEqualTo(3);
        return errorOf(results.get(1));
    }

    static JsonNode valueOf(RowResult result) {
        if (!(result instanceof RowResult.Ok ok)) throw new AssertionError("expected a value, got " + result);
        try {
            return JSON.readTree(ok.json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static RowError errorOf(RowResult result) {
        if (result instanceof RowResult.Failed failed) return failed.error();
        throw new AssertionError("expected an error, got " + result);
    }

    static ScriptErrorCode codeOf(RowResult result) {
        return errorOf(result).code();
    }

    static Row row(String json) {
        try {
            return new Row((ObjectNode) JSON.readTree(json), "key-1", AS_OF);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
