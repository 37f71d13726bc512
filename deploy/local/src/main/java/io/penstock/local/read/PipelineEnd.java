package io.penstock.local.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** How far a pipeline is, from what ingest-service says of it. */
public sealed interface PipelineEnd {
    /** A run has ended well. */
    record Completed(long rows, long setAside) implements PipelineEnd {}

    /** It cannot go on; it may try again by itself. */
    record Failed(String detail) implements PipelineEnd {}

    /** Neither. */
    record Running(String state) implements PipelineEnd {}

    /** Reads an entry of {@code GET /v1/pipelines}. */
    static PipelineEnd of(JsonNode pipeline) {
        String state = pipeline.path("state").asText("unknown");
        if (Set.of("failed", "paused", "quarantined").contains(state)) {
            return new Failed(pipeline.path("detail").asText(""));
        }
        return state.equals("idle") && pipeline.path("runs").asLong() > 0
                ? new Completed(
                        pipeline.path("rowsRead").asLong(),
                        pipeline.path("rowsQuarantined").asLong())
                : new Running(state);
    }
}
