package io.penstock.transform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.transform.core.Destinations;
import java.util.Optional;

/**
 * The newest version of each connection on the config topic, read when it is asked for: merges and erasures are rare.
 */
public final class DestinationCatalogue implements Destinations {
    private final ConfigFollower follower;

    /** Looks connections up in what the follower has read. */
    public DestinationCatalogue(ConfigFollower follower) {
        this.follower = follower;
    }

    @Override
    public Merging merging(String destination) {
        return merging(follower.latest(ConfigV1.Kind.CONNECTION, destination));
    }

    @Override
    public Erasing erasing(String destination) {
        return erasing(follower.latest(ConfigV1.Kind.CONNECTION, destination));
    }

    static Merging merging(Optional<ConfigV1> connection) {
        return spec(connection)
                .map(ConnectionSpec.CustomerIo::merges)
                .map(merges -> switch (merges.policy()) {
                    case SEND -> new Merging.Send();
                    case HOLD -> new Merging.Hold(merges.hold());
                    case NEVER -> new Merging.Never();
                })
                .orElseGet(Merging.Never::new);
    }

    static Erasing erasing(Optional<ConfigV1> connection) {
        return spec(connection)
                .map(spec -> switch (spec.erase()) {
                    case DELETE -> Erasing.DELETE;
                    case SUPPRESS -> Erasing.SUPPRESS;
                    case KEEP -> Erasing.KEEP;
                })
                .orElse(Erasing.DELETE);
    }

    /** Empty if it cannot be read: nothing that cannot be undone may come of a file we do not understand. */
    private static Optional<ConnectionSpec.CustomerIo> spec(Optional<ConfigV1> connection) {
        try {
            return connection.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(Json.config()
                            .treeToValue(connection.get().spec(), ConnectionSpec.class)
                            .customerio());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
