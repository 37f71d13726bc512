package io.penstock.transform.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.UUID;

/** A folder of its own for the state, because the broker of the last run is gone, and short waits. */
public final class ServiceProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "penstock.state-dir", "target/state/" + UUID.randomUUID(),
                "transform.config-patience", "1s",
                "transform.classify.deadlines-every", "1s",
                "transform.classify.merge-settle", "1s",
                "mp.messaging.incoming.resolved.max.poll.records", "50",
                "quarkus.log.level", "WARN");
    }
}
