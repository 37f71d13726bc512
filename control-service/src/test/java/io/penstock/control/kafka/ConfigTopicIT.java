package io.penstock.control.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.penstock.control.core.Change;
import io.penstock.control.core.ConfigStore.StoreUnavailableException;
import io.penstock.control.core.Control;
import io.penstock.control.core.Plan;
import io.penstock.control.project.ConfigSchemas;
import io.penstock.control.project.Projects;
import io.penstock.control.project.YamlProjectReader;
import io.penstock.schemas.AuditV1;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.testkit.EmbeddedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConfigTopicIT {
    private static final Instant NOW = Instant.parse("2026-11-22T10:05:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** One history, told in order: what a step finds is what the steps before it left. */
    @Test
    void keepsVersionsThroughPublishingRepeatingChangingRemovingAndReturning() throws InterruptedException {
        Map<String, String> files = Projects.withPlainPipeline();
        try (ConfigFollower follower = ConfigFollower.start(broker.clientSettings())) {
            assertThat(changes(apply(files))).containsOnly(Change.NEW);
            int first = broker.read(Topics.CONFIG).size();
            assertThat(first).isEqualTo(6);

            // A second writer, as after a restart, finds everything as it is.
            assertThat(changes(apply(files))).containsOnly(Change.UNCHANGED);
            assertThat(broker.read(Topics.CONFIG)).hasSize(first);

            files.compute(Projects.PIPELINE, (path, text) -> text.replace("above: 0.65", "above: 0.70"));
            Plan changed = apply(files);
            assertThat(changed.writes())
                    .singleElement()
                    .satisfies(step -> assertThat(step.key() + " " + step.from() + " " + step.to())
                            .isEqualTo("pipeline/upgrade-likelihood 1 2"));
            assertThat(broker.read(Topics.CONFIG)).hasSize(first + 1);

            ConfigV1 newest = follower.version(ConfigV1.Kind.PIPELINE, "upgrade-likelihood", 2, PATIENCE)
                    .orElseThrow();
            ConfigV1 oldest = follower.version(ConfigV1.Kind.PIPELINE, "upgrade-likelihood", 1, PATIENCE)
                    .orElseThrow();
            assertThat(oldest.spec().at("/emit/1/when/above").decimalValue()).isEqualTo("0.65");
            assertThat(newest.spec().at("/emit/1/when/above").decimalValue()).isEqualTo("0.70");
            assertThat(newest.script()).contains("export function transform(row)");
            assertThat(newest)
                    .extracting(ConfigV1::workspace, ConfigV1::author, ConfigV1::at)
                    .containsExactly("telco", "ada", NOW);

            String plain = files.remove(Projects.PLAIN);
            apply(files);
            assertThat(broker.read(Topics.CONFIG)).last().satisfies(entry -> {
                assertThat(entry.key()).isEqualTo("pipeline/plan-change");
                assertThat(entry.value()).isNull();
            });

            files.put(Projects.PLAIN, plain);
            assertThat(apply(files).writes()).singleElement().satisfies(step -> {
                assertThat(step.change()).isEqualTo(Change.NEW);
                assertThat(step.to()).isEqualTo(2);
            });
            assertThat(follower.version(ConfigV1.Kind.PIPELINE, "plan-change", 2, PATIENCE))
                    .isPresent();
        }
        List<AuditV1> audit =
                broker.read(Topics.AUDIT).stream().map(entry -> entry.value()).toList();
        assertThat(audit).hasSize(9);
        assertThat(audit.subList(6, 9))
                .extracting(AuditV1::what, AuditV1::from, AuditV1::to, AuditV1::who)
                .containsExactly(
                        tuple("pipeline/upgrade-likelihood", 1L, 2L, "ada"),
                        tuple("pipeline/plan-change", 1L, 0L, "ada"),
                        tuple("pipeline/plan-change", 0L, 2L, "ada"));
    }

    @Test
    void saysWhenTheBrokerDoesNotAnswer() {
        ConfigTopic nowhere = new ConfigTopic(Map.of("bootstrap.servers", "127.0.0.1:1"), () -> NOW);

        assertThatThrownBy(() -> nowhere.publish("ada", published -> new Plan("telco", List.of())))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("broker");
    }

    private static List<Change> changes(Plan plan) {
        return plan.steps().stream().map(Plan.Step::change).toList();
    }

    private static Plan apply(Map<String, String> files) {
        YamlProjectReader reader = new YamlProjectReader(ConfigSchemas.load());
        Control control = new Control(reader, reader, new ConfigTopic(broker.clientSettings(), () -> NOW));
        return ((Control.Applied.InForce) control.apply(files, "ada")).plan();
    }
}
