package io.penstock.webhook.app;

import io.penstock.webhook.kafka.EngagementProducer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the configuration is known, from the broker or from the file of an earlier process; while the broker is
 * away the spool keeps webhooks. The lakehouse may be away or not configured.
 */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {
    private final RememberedConfig config;
    private final EngagementProducer producer;

    public Ready(RememberedConfig config, EngagementProducer producer) {
        this.config = config;
        this.producer = producer;
    }

    @Override
    public HealthCheckResponse call() {
        boolean broker = producer.isReachable();
        return HealthCheckResponse.named("webhook")
                .withData("config", config.isKnown())
                .withData("broker", broker)
                .status(config.isKnown())
                .build();
    }
}
