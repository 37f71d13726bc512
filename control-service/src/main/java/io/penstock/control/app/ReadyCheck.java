package io.penstock.control.app;

import io.penstock.control.core.FolderState;
import io.penstock.schemas.kafka.ConfigFollower;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the config topic has been read and the project folder, if any, was applied or refused. */
@Readiness
@ApplicationScoped
class ReadyCheck implements HealthCheck {
    private final ConfigFollower follower;
    private final Supplier<FolderState> folder;

    ReadyCheck(ConfigFollower follower, Supplier<FolderState> folder) {
        this.follower = follower;
        this.folder = folder;
    }

    @Override
    public HealthCheckResponse call() {
        FolderState state = folder.get();
        return HealthCheckResponse.named("control")
                .status(follower.isCaughtUp() && state.settled())
                .withData("config", follower.isCaughtUp() ? "read" : "being read")
                .withData("project", state.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .build();
    }
}
