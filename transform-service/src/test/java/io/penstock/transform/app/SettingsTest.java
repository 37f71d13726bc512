package io.penstock.transform.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.Topics;
import io.penstock.transform.script.ScriptEngineChoice;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void namesTheTopicOfTheContract() throws IOException {
        SmallRyeConfig config = config(Map.of());
        assertThat(config.getValue("mp.messaging.incoming.resolved.topic", String.class))
                .isEqualTo(Topics.RESOLVED.name());
    }

    @Test
    void hasADefaultForEverything() throws IOException {
        TransformConfig config = config(Map.of()).getConfigMapping(TransformConfig.class);
        assertThat(config.instance()).isEqualTo("local-0");
        assertThat(config.stateDir()).isEqualTo(Path.of("data/transform-service"));
        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.configPatience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.scripts().workers()).isEqualTo(1);
        assertThat(config.scripts().spares()).isEqualTo(1);
        assertThat(config.scripts().engine()).isEqualTo(ScriptEngineChoice.AUTO);
        assertThat(config.classify().waitingPerPerson()).isEqualTo(100);
        assertThat(config.classify().deadlinesEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.classify().handoverPatience()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.classify().ledgerAttributes()).isEqualTo(300);
        assertThat(config.classify().ledgerPatience()).isEqualTo(Duration.ofDays(7));
        assertThat(config.classify().eventRows()).isEqualTo(500);
        assertThat(config.classify().threads()).isEqualTo(1);
        assertThat(config.classify().commitEvery()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.classify().hangingTransactionsEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.classify().replication()).isEqualTo(1);
        assertThat(config.classify().standbys()).isZero();
        assertThat(config.classify().advertisedHost()).isEqualTo("localhost");
        assertThat(config.classify().advertisedPort()).isEqualTo(8083);
    }

    @Test
    void followsTheNamesThatAllServicesShare() throws IOException {
        SmallRyeConfig settings = config(Map.of(
                "kafka.bootstrap.servers", "broker:1",
                "penstock.instance", "transform-7",
                "penstock.state-dir", "/state"));
        TransformConfig config = settings.getConfigMapping(TransformConfig.class);
        assertThat(config.bootstrapServers()).isEqualTo("broker:1");
        assertThat(config.instance()).isEqualTo("transform-7");
        assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
        assertThat(settings.getValue("mp.messaging.incoming.resolved.group.instance.id", String.class))
                .isEqualTo("transform-7-resolved");
    }

    @Test
    void takesAnEngineByItsName() throws IOException {
        for (var name : Map.of("v8", ScriptEngineChoice.V8, "quickjs", ScriptEngineChoice.QUICKJS)
                .entrySet()) {
            TransformConfig config =
                    config(Map.of("transform.scripts.engine", name.getKey())).getConfigMapping(TransformConfig.class);
            assertThat(config.scripts().engine()).isEqualTo(name.getValue());
        }
    }

    private static SmallRyeConfig config(Map<String, String> overrides) throws IOException {
        URL file = SettingsTest.class.getResource("/application.properties");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 300, new DurationConverter())
                .withDefaultValue("config_ordinal", "100")
                .withSources(new PropertiesConfigSource(file))
                .withSources(new PropertiesConfigSource(overrides, "overrides", 500))
                .withMapping(TransformConfig.class)
                .build();
    }
}
