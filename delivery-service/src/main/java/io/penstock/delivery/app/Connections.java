package io.penstock.delivery.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.delivery.core.Couriers;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.kafka.ConfigFollower;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The Customer.io connections in force, by name, as the config topic has them. Thread-safe. */
final class Connections {
    private static final Logger LOG = Logger.getLogger(Connections.class);

    private final Map<String, ConnectionSpec.CustomerIo> byName = new ConcurrentHashMap<>();

    /** The newest version of a connection; empty if nobody has configured one of that name. */
    Optional<ConnectionSpec.CustomerIo> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Follows the topic from now on and tells the couriers what changes. */
    void follow(ConfigFollower follower, Couriers couriers) {
        follower.onChange(config -> {
            if (config.kind() == ConfigV1.Kind.CONNECTION) {
                take(config, couriers);
            }
        });
    }

    private void take(ConfigV1 config, Couriers couriers) {
        try {
            ConnectionSpec spec = Json.config().treeToValue(config.spec(), ConnectionSpec.class);
            if (spec.customerio() != null) {
                byName.put(config.name(), spec.customerio());
                couriers.connectionChanged(config.name(), spec.customerio().rate());
            }
        } catch (JsonProcessingException e) {
            LOG.errorf("connection not readable, name=%s version=%d", config.name(), config.version());
        }
    }
}
