package io.penstock.identity.app;

import io.penstock.identity.streams.IdentityConfigs;
import io.penstock.schemas.ConfigV1;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The newest identity rules per workspace, as the config topic has them. Thread-safe, never blocks. */
final class RulesBoard implements IdentityConfigs {
    private final Map<String, ConfigV1> newest = new ConcurrentHashMap<>();

    /** Takes note of a configuration of any kind; older versions than the one known are ignored. */
    void take(ConfigV1 config) {
        if (config.kind() == ConfigV1.Kind.IDENTITY) {
            newest.merge(
                    config.workspace(), config, (before, after) -> after.version() > before.version() ? after : before);
        }
    }

    @Override
    public Optional<ConfigV1> latest(String workspace) {
        return Optional.ofNullable(newest.get(workspace));
    }
}
