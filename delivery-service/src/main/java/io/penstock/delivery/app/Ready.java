package io.penstock.delivery.app;

import io.penstock.delivery.kafka.DeliveryLoop;
import io.penstock.delivery.kafka.OutcomeLog;
import io.penstock.schemas.kafka.ConfigFollower;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the configuration is read, the group has given out partitions and outcomes can be written. */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {
    private final ConfigFollower follower;
    private final DeliveryLoop loop;
    private final OutcomeLog outcomes;

    public Ready(ConfigFollower follower, DeliveryLoop loop, OutcomeLog outcomes) {
        this.follower = follower;
        this.loop = loop;
        this.outcomes = outcomes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("delivery")
                .withData("config", follower.isCaughtUp())
                .withData("partitions", loop.isAssigned())
                .withData("transactions", outcomes.isReady())
                .status(follower.isCaughtUp() && loop.isAssigned() && outcomes.isReady())
                .build();
    }
}
