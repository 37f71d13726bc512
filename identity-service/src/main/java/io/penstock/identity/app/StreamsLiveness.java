package io.penstock.identity.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive unless the stream processing gave up for good; a broker that is away does not count. */
@Liveness
@ApplicationScoped
public class StreamsLiveness implements HealthCheck {
    private final StreamsLife life;

    StreamsLiveness(StreamsLife life) {
        this.life = life;
    }

    @Override
    public HealthCheckResponse call() {
        String state = life.state();
        return HealthCheckResponse.named("identity-streams")
                .status(!state.equals("ERROR") && !state.equals("PENDING_ERROR"))
                .withData("state", state)
                .build();
    }
}
