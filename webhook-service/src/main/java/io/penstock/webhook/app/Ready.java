package io.penstock.webhook.app;

import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.webhook.kafka.EngagementProducer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the configuration is read once; while the broker is away the spool keeps webhooks. The lakehouse may be
 * away or not configured.
 */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {
    private final ConfigFollower follower;
    private final EngagementProducer producer;

    public Ready(ConfigFollower follower, EngagementProducer producer) {
        this.follower = follower;
        this.producer = producer;
    }

    @Override
    public HealthCheckResponse call() {
        boolean broker = producer.isReachable();
        return HealthCheckResponse.named("webhook")
                .withData("config", follower.isCaughtUp())
                .withData("broker", broker)
                .status(follower.isCaughtUp())
                .build();
    }
}
