package io.penstock.webhook.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.schemas.config.ProjectSpec;
import io.penstock.schemas.config.SecretRef;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.core.WriteKeys;
import io.penstock.webhook.http.Feed;
import io.penstock.webhook.lakehouse.LandingPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * The project in force, as the config topic has it, and what of it concerns this service. Every look-up reads the
 * newest version and the secrets anew, so that a change or a rotated key needs no restart. Thread-safe.
 */
final class Project {
    private static final Logger LOG = Logger.getLogger(Project.class);

    private final RememberedConfig config;
    private final UnaryOperator<String> environment;
    private final Map<String, Optional<PipelineSpec>> pipelines = new ConcurrentHashMap<>();

    Project(RememberedConfig config, UnaryOperator<String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /** Keys that may sign webhooks now. */
    SigningKeys signingKeys() {
        if (!config.isKnown()) {
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
        List<String> keys = readable("signing", sender.get().webhookKeys());
        boolean noneReadable = keys.isEmpty() && !sender.get().webhookKeys().isEmpty();
        return noneReadable
                ? new SigningKeys.Unknown("no signing key readable")
                : new SigningKeys.Known(project.get().workspace(), keys);
    }

    /** Keys that let messages into the collection API now. */
    WriteKeys writeKeys() {
        if (!config.isKnown()) {
            return new WriteKeys.Unknown("configuration not read yet");
        }
        Map<String, List<String>> keys = new HashMap<>();
        spec().ifPresent(project ->
                project.events().forEach((name, endpoint) -> keys.put(name, readable("write", endpoint.writeKeys()))));
        return new WriteKeys.Known(keys);
    }

    /** Pipelines that read an endpoint of the collection API. */
    List<Feed> collected(String endpoint) {
        return feeds(source -> endpoint.equals(source.events()));
    }

    /** Pipelines that read the reporting webhooks. */
    List<Feed> reported() {
        return feeds(source -> source.webhooks() != null);
    }

    private List<Feed> feeds(Predicate<PipelineSpec.Source> wanted) {
        List<Feed> found = new ArrayList<>();
        for (ConfigV1 one : config.latest(ConfigV1.Kind.PIPELINE).values()) {
            pipeline(one)
                    .filter(spec -> spec.source() != null && wanted.test(spec.source()))
                    .ifPresent(spec -> found.add(Feed.of(
                            one.workspace(),
                            one.name(),
                            one.version(),
                            spec.identity() == null
                                    ? new LinkedHashMap<>()
                                    : spec.identity().given())));
        }
        return found;
    }

    /** Each version is read once. */
    private Optional<PipelineSpec> pipeline(ConfigV1 one) {
        return pipelines.computeIfAbsent(one.key() + "@" + one.version(), _ -> read(one, PipelineSpec.class));
    }

    private List<String> readable(String kind, List<SecretRef> secrets) {
        List<String> keys = new ArrayList<>();
        for (SecretRef key : secrets) {
            try {
                keys.add(key.resolve(environment));
            } catch (IllegalStateException e) {
                LOG.errorf("%s key not readable, reason=%s", kind, e.getMessage());
            }
        }
        return keys;
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
        return config.latest(ConfigV1.Kind.PROJECT).values().stream()
                .findFirst()
                .flatMap(one -> read(one, ProjectSpec.class));
    }

    private Optional<ConnectionSpec> connection(String name) {
        return config.latest(ConfigV1.Kind.CONNECTION, name).flatMap(one -> read(one, ConnectionSpec.class));
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
