package io.penstock.ingest.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.schemas.config.ProjectSpec;
import io.penstock.schemas.kafka.ConfigFollower;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The configuration in force, as browsing and the doctor look it up: by name, and with words when it is not there. */
final class Lakehouses {
    private final ConfigFollower follower;

    Lakehouses(ConfigFollower follower) {
        this.follower = follower;
    }

    /** Connections to lakehouses, by name. */
    SortedMap<String, ConnectionSpec.Databricks> connections() {
        SortedMap<String, ConnectionSpec.Databricks> found = new TreeMap<>();
        follower.latest(ConfigV1.Kind.CONNECTION)
                .forEach((name, config) -> read(config, ConnectionSpec.class)
                        .filter(spec -> spec.databricks() != null)
                        .ifPresent(spec -> found.put(name, spec.databricks())));
        return found;
    }

    ConnectionSpec.Databricks connection(String name) throws SourceException {
        SortedMap<String, ConnectionSpec.Databricks> known = connections();
        if (!known.containsKey(name)) {
            throw unknown("Databricks connection", name, known.keySet());
        }
        return known.get(name);
    }

    /** A pipeline that reads a table or a query. */
    PipelineSpec pipeline(String name) throws SourceException {
        var known = follower.latest(ConfigV1.Kind.PIPELINE);
        if (!known.containsKey(name)) {
            throw unknown("pipeline", name, known.keySet());
        }
        if (!TablePipelines.reads(known.get(name))) {
            throw new SourceException(Fault.UNSUPPORTED, "pipeline " + name + " reads no table: its rows are events");
        }
        return read(known.get(name), PipelineSpec.class)
                .orElseThrow(() -> new SourceException(Fault.UNSUPPORTED, "pipeline " + name + " is not readable"));
    }

    /** The version of a pipeline that is in force; -1 for one that is not. */
    long version(String pipeline) {
        ConfigV1 known = follower.latest(ConfigV1.Kind.PIPELINE).get(pipeline);
        return known == null ? -1 : known.version();
    }

    /** Where the project says that engagement lands. */
    Optional<ProjectSpec.Engagement> engagement() {
        return follower.latest(ConfigV1.Kind.PROJECT).values().stream()
                .findFirst()
                .flatMap(config -> read(config, ProjectSpec.class))
                .map(ProjectSpec::engagement);
    }

    static SourceException unknown(String what, String name, Set<String> known) {
        return new SourceException(
                Fault.FIX_QUERY,
                "there is no " + what + " " + name + "; "
                        + (known.isEmpty() ? "none is configured" : "there is " + String.join(", ", known)));
    }

    private static <S> Optional<S> read(ConfigV1 config, Class<S> type) {
        try {
            return Optional.of(Json.config().treeToValue(config.spec(), type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
