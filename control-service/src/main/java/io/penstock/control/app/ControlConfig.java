package io.penstock.control.app;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of control-service. */
@ConfigMapping(prefix = "control")
public interface ControlConfig {
    /** Addresses of the broker; {@code KAFKA_BOOTSTRAP_SERVERS} sets them. */
    String bootstrapServers();

    /** Project folder that is applied once at start; none if absent. */
    Optional<Path> project();

    /** Recorded as author of what the folder changes. */
    String author();
}
