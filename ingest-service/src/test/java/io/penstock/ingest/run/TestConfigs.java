package io.penstock.ingest.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Configuration in memory, every version kept. */
public final class TestConfigs implements ConfigLookup {
    private final Map<String, ConcurrentSkipListMap<Long, ConfigV1>> pipelines = new ConcurrentHashMap<>();
    private final Map<String, ConfigV1> connections = new ConcurrentHashMap<>();

    public TestConfigs() {
        connections.put("lake", config(ConfigV1.Kind.CONNECTION, "lake", 1, """
                {"type":"databricks","databricks":{"host":"127.0.0.1","tls":false,"httpPath":"/sql/1.0/warehouses/local",
                 "token":{"env":"NOT_SET"}}}"""));
    }

    /** Puts the next version of a pipeline. */
    public void put(String name, String spec) {
        pipelines.computeIfAbsent(name, each -> new ConcurrentSkipListMap<>());
        long version = pipelines.get(name).size() + 1L;
        pipelines.get(name).put(version, config(ConfigV1.Kind.PIPELINE, name, version, spec));
    }

    public void delete(String name) {
        pipelines.remove(name);
    }

    @Override
    public Optional<ConfigV1> pipeline(String name) {
        return Optional.ofNullable(pipelines.get(name))
                .map(versions -> versions.lastEntry().getValue());
    }

    @Override
    public Optional<ConfigV1> pipeline(String name, long version) {
        return Optional.ofNullable(pipelines.get(name)).map(versions -> versions.get(version));
    }

    @Override
    public Optional<ConfigV1> connection(String name) {
        return Optional.ofNullable(connections.get(name));
    }

    /** A configuration record. */
    public static ConfigV1 config(ConfigV1.Kind kind, String name, long version, String spec) {
        try {
            return new ConfigV1(
                    "test",
                    kind,
                    name,
                    version,
                    (ObjectNode) Json.config().readTree(spec),
                    null,
                    "hash",
                    "local",
                    Instant.parse("2026-03-15T12:00:00Z"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
