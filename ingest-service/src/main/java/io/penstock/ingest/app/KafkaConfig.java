package io.penstock.ingest.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings for every Kafka client: {@code kafka.bootstrap.servers} and whatever security settings the broker asks for.
 */
@ConfigMapping(prefix = "kafka")
public interface KafkaConfig {
    /** Names without the prefix, as Kafka spells them. */
    @WithParentName
    Map<String, String> settings();

    /** A fresh, changeable copy. */
    default Map<String, Object> clientSettings() {
        return new HashMap<>(settings());
    }
}
