package io.penstock.webhook.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.ProjectSpec;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.http.CollectionDoor;
import io.penstock.webhook.lakehouse.LandingPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * The project in force, as the config topic has it, and what of it concerns this service. Every look-up reads the
 * newest version and the secrets anew, so that a change or a rotated key needs no restart. Thread-safe.
 */
final class Project {
    private static final Logger LOG = Logger.getLogger(Project.class);

    private final ConfigFollower follower;
    private final UnaryOperator<String> environment;

    Project(ConfigFollower follower, UnaryOperator<String> environment) {
        this.follower = follower;
        this.environment = environment;
    }

    /** Keys that may sign webhooks now. */
    SigningKeys signingKeys() {
        if (!follower.isCaughtUp()) {
            return new SigningKeys.Unknown("configuration not read yet");
        }
        Optional<ProjectSpec> project = spec();
        Optional<ConnectionSpec.CustomerIo> sender = project.map(ProjectSpec::engagement)
                .filter(engagement -> engagement.webhooks() != null)
                .flatMap(engagement -> connection(engagement.webhooks()))
                .map(ConnectionSpec::customerio);
        if (sender.isEmpty()) {
            return new SigningKeys.Known("", List.of());
        }
        List<String> keys = new ArrayList<>();
        for (var key : sender.get().webhookKeys()) {
            try {
                keys.add(key.resolve(environment));
            } catch (IllegalStateException e) {
                LOG.errorf("signing key not readable, reason=%s", e.getMessage());
            }
        }
        boolean noneReadable = keys.isEmpty() && !sender.get().webhookKeys().isEmpty();
        return noneReadable
                ? new SigningKeys.Unknown("no signing key readable")
                : new SigningKeys.Known(project.get().workspace(), keys);
    }

    /** Pipelines whose {@code source.events} names an endpoint of the collection API. */
    List<CollectionDoor.Reader> readers(String endpoint) {
        return follower.latest(ConfigV1.Kind.PIPELINE).values().stream()
                .filter(pipeline -> endpoint.equals(
                        pipeline.spec().path("source").path("events").textValue()))
                .map(pipeline -> new CollectionDoor.Reader(pipeline.workspace(), pipeline.name(), pipeline.version()))
                .toList();
    }

    /** Where engagement and outcomes land; empty if nobody has said. */
    Optional<LandingPlace> landingPlace() {
        return engagement()
                .filter(engagement -> engagement.connection() != null && engagement.schema() != null)
                .flatMap(engagement -> connection(engagement.connection())
                        .filter(spec -> spec.databricks() != null)
                        .map(spec -> new LandingPlace(spec.databricks(), engagement.schema())));
    }

    /** Landing as configured, if it is. */
    Optional<ProjectSpec.Engagement> engagement() {
        return spec().map(ProjectSpec::engagement);
    }

    private Optional<ProjectSpec> spec() {
        return follower.latest(ConfigV1.Kind.PROJECT).values().stream()
                .findFirst()
                .flatMap(config -> read(config, ProjectSpec.class));
    }

    private Optional<ConnectionSpec> connection(String name) {
        return follower.latest(ConfigV1.Kind.CONNECTION, name).flatMap(config -> read(config, ConnectionSpec.class));
    }

    private static <S> Optional<S> read(ConfigV1 config, Class<S> type) {
        try {
            return Optional.of(Json.config().treeToValue(config.spec(), type));
        } catch (JsonProcessingException e) {
            LOG.errorf("configuration not readable, key=%s version=%d", config.key(), config.version());
            return Optional.empty();
        }
    }
}
