package io.penstock.transform.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.Json;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.kafka.RowTransform;
import io.penstock.transform.script.Row;
import io.penstock.transform.script.RowError;
import io.penstock.transform.script.RowResult;
import io.penstock.transform.script.Script;
import io.penstock.transform.script.ScriptLimits;
import io.penstock.transform.script.ScriptRejected;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptSource;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the script stage's rows in the script runtime. A script is loaded once per pipeline version; one that is
 * rejected stays so, because the text of a version never changes. Safe for many threads.
 */
public final class ScriptRowTransform implements RowTransform {
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,9})\\s*(KiB|MiB|GiB)");
    private static final Duration SHORTEST_BATCH = Duration.ofSeconds(2);

    private final ScriptRuntime runtime;
    private final Map<Version, Loaded> loaded = new ConcurrentHashMap<>();

    /** Runs scripts there. */
    public ScriptRowTransform(ScriptRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public List<Shape> transform(Pipeline pipeline, List<Input> rows) {
        Version version = new Version(pipeline.name(), pipeline.version());
        return switch (loaded.computeIfAbsent(version, ignored -> load(pipeline))) {
            case Loaded.Ready(Script script) ->
                runtime
                        .run(
                                script,
                                rows.stream()
                                        .map(row -> new Row(row.json(), row.key(), row.asOf()))
                                        .toList())
                        .stream()
                        .map(ScriptRowTransform::shape)
                        .toList();
            case Loaded.Refused(String reason) ->
                rows.stream()
                        .<Shape>map(ignored -> new Shape.Fault("script_rejected", Category.CONFIGURATION, reason))
                        .toList();
        };
    }

    private Loaded load(Pipeline pipeline) {
        Pipeline.Script script = pipeline.script().orElseThrow();
        try {
            return new Loaded.Ready(runtime.load(new ScriptSource(
                    pipeline.name(),
                    Long.toString(pipeline.version()),
                    script.file(),
                    script.text(),
                    script.modules(),
                    script.personal(),
                    limits(script))));
        } catch (ScriptRejected | IllegalArgumentException e) {
            return new Loaded.Refused(e.getMessage());
        }
    }

    static ScriptLimits limits(Pipeline.Script script) {
        Duration perRow = script.timeout();
        Duration perBatch = perRow.compareTo(SHORTEST_BATCH) > 0 ? perRow : SHORTEST_BATCH;
        return new ScriptLimits(perRow, perBatch, bytes(script.memory()));
    }

    private static long bytes(String memory) {
        Matcher parts = MEMORY.matcher(memory.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("transform.memory: expected a size like 64MiB, found '" + memory + "'");
        }
        int shift = switch (parts.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            default -> 30;
        };
        return Long.parseLong(parts.group(1)) << shift;
    }

    private static Shape shape(RowResult result) {
        return switch (result) {
            case RowResult.Ok(String json) when json.startsWith("[") -> calls(json);
            case RowResult.Ok(String json) -> new Shape.Values(json);
            case RowResult.Dropped ignored -> new Shape.Dropped();
            case RowResult.Failed(RowError error) ->
                new Shape.Fault(
                        error.code().name().toLowerCase(Locale.ROOT),
                        error.code().blamesRow() ? Category.SOURCE_DATA : Category.CONFIGURATION,
                        error.toString());
        };
    }

    /** The runtime has read the text, but no number in it. */
    static Shape calls(String returned) {
        try {
            List<ObjectNode> calls = new ArrayList<>();
            for (JsonNode call : Json.wire().readTree(returned)) {
                calls.add((ObjectNode) call);
            }
            return new Shape.Calls(calls);
        } catch (JsonProcessingException | NumberFormatException e) {
            return shape(new RowResult.Failed(RowError.of(ScriptErrorCode.OUTPUT_NOT_READABLE)));
        }
    }

    private record Version(String pipeline, long number) {}

    private sealed interface Loaded {
        record Ready(Script script) implements Loaded {}

        record Refused(String reason) implements Loaded {}
    }
}
