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
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The Customer.io connections in force, by name, as the config topic has them. Thread-safe. */
final class Connections {
    private static final Logger LOG = Logger.getLogger(Connections.class);

    private final Map<String, ConnectionSpec.CustomerIo> byName = new ConcurrentHashMap<>();
    private volatile Runnable wireChanged = () -> {};
    private volatile Consumer<String> changed = name -> {};

    /** The newest version of a connection; empty if nobody has configured one of that name. */
    Optional<ConnectionSpec.CustomerIo> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Told the name of each connection that is new or changed. */
    void onChange(Consumer<String> told) {
        changed = told;
    }

    /** Told when calls in memory were said for a wire that is not the chosen one any more. */
    void onWireChange(Runnable told) {
        wireChanged = told;
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
                boolean otherWire = wire(config.name()) != spec.customerio().wire();
                if (otherWire) {
                    couriers.hold(config.name());
                }
                byName.put(config.name(), spec.customerio());
                changed.accept(config.name());
                couriers.connectionChanged(config.name(), spec.customerio().rate());
                if (otherWire) {
                    wireChanged.run();
                }
            }
        } catch (JsonProcessingException e) {
            LOG.errorf("connection not readable, name=%s version=%d", config.name(), config.version());
        }
    }

    private ConnectionSpec.Wire wire(String name) {
        return named(name).map(ConnectionSpec.CustomerIo::wire).orElse(ConnectionSpec.Wire.TRACK);
    }
}
