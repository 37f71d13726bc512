package io.penstock.transform.app;

import io.penstock.transform.kafka.StageHealth;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Asks for a restart when the producer of the script stage can never work again; a broker that is away is no reason.
 */
@Liveness
class AliveUnlessFenced implements HealthCheck {
    private final StageHealth scripts;

    AliveUnlessFenced(StageHealth scripts) {
        this.scripts = scripts;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("script-stage")
                .withData("fatal", scripts.fatal().orElse("none"))
                .status(scripts.fatal().isEmpty())
                .build();
    }
}
