package io.penstock.identity.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the stream processing is RUNNING: started, every store restored, no rebalance under way. */
@Readiness
@ApplicationScoped
public class StreamsReadiness implements HealthCheck {
    private final StreamsLife life;

    StreamsReadiness(StreamsLife life) {
        this.life = life;
    }

    @Override
    public HealthCheckResponse call() {
        String state = life.state();
        RestoreProgress.Sum restored = life.restored();
        return HealthCheckResponse.named("identity-streams")
                .status(state.equals("RUNNING"))
                .withData("state", state)
                .withData("restored", restored.restored())
                .withData("toRestore", restored.total())
                .build();
    }
}
