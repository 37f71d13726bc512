package io.penstock.delivery.app;

import io.penstock.delivery.kafka.DeliveryPartitions;
import io.penstock.delivery.kafka.OutcomeLog;
import io.penstock.schemas.kafka.ConfigFollower;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the configuration is read, the group has given out partitions and outcomes can be written. */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {
    private final ConfigFollower follower;
    private final DeliveryPartitions partitions;
    private final OutcomeLog outcomes;

    public Ready(
            ConfigFollower follower, @Identifier("deliveries") DeliveryPartitions partitions, OutcomeLog outcomes) {
        this.follower = follower;
        this.partitions = partitions;
        this.outcomes = outcomes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("delivery")
                .withData("config", follower.isCaughtUp())
                .withData("partitions", partitions.isAssigned())
                .withData("transactions", outcomes.isReady())
                .status(follower.isCaughtUp() && partitions.isAssigned() && outcomes.isReady())
                .build();
    }
}
