package io.penstock.ingest.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.kafka.ConfigFollower;
import java.util.Map;

/** The pipelines that this service reads for: those of a table or a query. webhook-service feeds the others. */
final class TablePipelines {
    private TablePipelines() {}

    /** The newest version of each, by name. */
    static Map<String, ConfigV1> of(ConfigFollower follower) {
        Map<String, ConfigV1> found = follower.latest(ConfigV1.Kind.PIPELINE);
        found.values().removeIf(config -> !reads(config));
        return found;
    }

    /** Also true of a source that cannot be read at all, so that somebody says so. */
    static boolean reads(ConfigV1 config) {
        JsonNode source = config.spec() == null ? null : config.spec().path("source");
        return source == null || !source.has("events") && !source.has("webhooks");
    }
}
