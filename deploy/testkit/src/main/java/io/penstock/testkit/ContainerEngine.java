package io.penstock.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Whether tests use a broker in a container. They do when an engine answers, unless {@code -Dpenstock.broker=embedded}
 * or {@code CI=true} says otherwise: one code path in CI, no image pull.
 *
 * <p>Not tried with an engine here (none was at hand); a container that does not start is reported and the embedded
 * broker used.
 */
final class ContainerEngine {
    private static final System.Logger LOG = System.getLogger(ContainerEngine.class.getName());
    private static final String IMAGE = "apache/kafka:4.3.1";

    private ContainerEngine() {}

    /** A started broker in a container, or empty, and says which of the two. */
    static Optional<KafkaContainer> broker() {
        if ("embedded".equals(System.getProperty("penstock.broker")) || "true".equals(System.getenv("CI"))) {
            return Optional.empty();
        }
        if (!mayAnswer() || !DockerClientFactory.instance().isDockerAvailable()) {
            LOG.log(System.Logger.Level.INFO, "no container engine answers: tests use the embedded broker");
            return Optional.empty();
        }
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        try {
            container.start();
            LOG.log(System.Logger.Level.INFO, "tests use a broker in a container ({0})", IMAGE);
            return Optional.of(container);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the container of {0} did not start, tests use the embedded broker: {1}",
                    IMAGE,
                    e.toString());
            return Optional.empty();
        }
    }

    /** A cheap look first: asking Testcontainers without an engine costs 0.3 s and logs errors. */
    private static boolean mayAnswer() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }
}
