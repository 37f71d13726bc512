package io.penstock.transform.config;

import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.transform.core.Pipelines;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every version of every pipeline on the config topic, each read once. A version is waited for once; after that it is
 * only looked for, so that a thousand records of a version that never comes do not wait a thousand times.
 */
public final class PipelineCatalogue implements Pipelines {
    private final ConfigFollower follower;
    private final Map<Key, Found> read = new ConcurrentHashMap<>();
    private final Set<Key> missed = ConcurrentHashMap.newKeySet();

    /** Looks pipelines up in what the follower has read. */
    public PipelineCatalogue(ConfigFollower follower) {
        this.follower = follower;
    }

    @Override
    public Found find(String name, long version, Duration patience) {
        Key key = new Key(name, version);
        Found known = read.get(key);
        return known != null ? known : ask(key, missed.contains(key) ? Duration.ZERO : patience);
    }

    private Found ask(Key key, Duration patience) {
        try {
            Optional<ConfigV1> config = follower.version(ConfigV1.Kind.PIPELINE, key.name(), key.version(), patience);
            if (config.isEmpty()) {
                missed.add(key);
                return new Found.Unknown();
            }
            return read.computeIfAbsent(key, ignored -> read(config.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while waiting for pipeline " + key.name() + "@" + key.version(), e);
        }
    }

    private static Found read(ConfigV1 config) {
        try {
            return new Found.Known(PipelineReader.read(config));
        } catch (IllegalArgumentException e) {
            return new Found.Unusable(e.getMessage());
        }
    }

    private record Key(String name, long version) {}
}
