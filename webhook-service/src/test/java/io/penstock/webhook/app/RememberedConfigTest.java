package io.penstock.webhook.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Topics;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.core.WriteKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedConfigTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aProcessThatStartsWithoutABrokerKnowsTheKeysOfTheLastOne() throws Exception {
        Path file = folder.resolve("state/config.json");
        Path secret = Files.writeString(folder.resolve("key"), "whsec_first");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                ConfigFollower follower = ConfigFollower.start(Map.of("bootstrap.servers", broker.bootstrap()))) {
            send(broker, ConfigV1.Kind.CONNECTION, "cio", """
                    {"type":"customerio","customerio":{"siteId":{"env":"A"},"apiKey":{"env":"B"},
                     "webhookKeys":[{"file":"%s"}]}}""".formatted(secret));
            send(broker, ConfigV1.Kind.PROJECT, "telco", """
                    {"workspace":"acme","engagement":{"connection":"dbx","schema":"main.engagement","webhooks":"cio"},
                     "events":{"web":{"writeKeys":[{"file":"%s"}]}}}""".formatted(secret));
            RememberedConfig first = new RememberedConfig(follower, file);
            await().atMost(PATIENCE).until(() -> {
                first.keep();
                return Files.exists(file) && Files.readString(file).contains("telco");
            });
        }
        assertThat(Files.readString(file)).contains("webhookKeys").doesNotContain("whsec_first");

        Files.writeString(secret, "whsec_rotated");
        try (ConfigFollower nobody = ConfigFollower.start(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            Project project = new Project(new RememberedConfig(nobody, file), System::getenv);
            assertThat(project.signingKeys()).isEqualTo(new SigningKeys.Known("acme", List.of("whsec_rotated")));
            assertThat(project.writeKeys()).isEqualTo(new WriteKeys.Known(Map.of("web", List.of("whsec_rotated"))));
        }
    }

    @Test
    void withoutAFileNothingIsKnownUntilTheBrokerIsRead() throws IOException {
        Path broken = Files.writeString(folder.resolve("config.json"), "[{]");
        try (ConfigFollower nobody = ConfigFollower.start(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            for (Path file : List.of(folder.resolve("none.json"), broken)) {
                Project project = new Project(new RememberedConfig(nobody, file), System::getenv);
                assertThat(project.signingKeys()).isInstanceOf(SigningKeys.Unknown.class);
                assertThat(project.writeKeys()).isInstanceOf(WriteKeys.Unknown.class);
            }
        }
    }

    private static void send(EmbeddedBroker broker, ConfigV1.Kind kind, String name, String spec) throws IOException {
        ConfigV1 config = new ConfigV1(
                "acme", kind, name, 1, (ObjectNode) Json.wire().readTree(spec), null, "h", "test", Instant.now());
        broker.send(Topics.CONFIG, config.key(), config);
    }
}
