package io.penstock.benchmarks.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The function and the emits that are measured. */
final class Workload {
    static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private Workload() {}

    /** The script. */
    static String script() throws IOException {
        return text("workload.js");
    }

    /** The other side's program. */
    static String node() throws IOException {
        return text("node.mjs");
    }

    /** A pipeline of script and emits, as control-service would publish it. */
    static ConfigV1 pipeline(String name) throws IOException {
        return new ConfigV1(
                "benchmark",
                ConfigV1.Kind.PIPELINE,
                name,
                1,
                Json.config().readValue(text("pipeline.json"), ObjectNode.class),
                script(),
                name,
                "benchmark",
                START);
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Workload.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
