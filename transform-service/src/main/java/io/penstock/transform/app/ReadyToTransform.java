package io.penstock.transform.app;

import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.transform.kafka.StageHealth;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the configuration has been read and both stages do their work. */
@Readiness
class ReadyToTransform implements HealthCheck {
    private final ConfigFollower configuration;
    private final StageHealth scripts;
    private final ClassificationApp classification;

    ReadyToTransform(ConfigFollower configuration, StageHealth scripts, ClassificationApp classification) {
        this.configuration = configuration;
        this.scripts = scripts;
        this.classification = classification;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("transform")
                .withData("configuration", configuration.isCaughtUp() ? "read" : "being read")
                .withData("scripts", scripts.isReady() ? "working" : "failing")
                .withData("classification", classification.state())
                .status(configuration.isCaughtUp() && scripts.isReady() && classification.isRunning())
                .build();
    }
}
