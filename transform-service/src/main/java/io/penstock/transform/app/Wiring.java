package io.penstock.transform.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.schemas.kafka.Lz4;
import io.penstock.transform.config.DestinationCatalogue;
import io.penstock.transform.config.PipelineCatalogue;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import io.penstock.transform.kafka.MergeAnswers;
import io.penstock.transform.kafka.RowTransform;
import io.penstock.transform.kafka.ScriptStage;
import io.penstock.transform.kafka.ShapedLog;
import io.penstock.transform.kafka.StageHealth;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptRuntimeSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Beans made of classes that know nothing of CDI. */
@Dependent
class Wiring {
    /** Before anything that reads from a topic. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Lz4.useNative();
    }

    @Produces
    @Singleton
    ConfigFollower configFollower(TransformConfig config) {
        return ConfigFollower.start(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()));
    }

    void stop(@Disposes ConfigFollower follower) {
        follower.close();
    }

    @Produces
    @Singleton
    Pipelines pipelines(ConfigFollower follower) {
        return new PipelineCatalogue(follower);
    }

    @Produces
    @Singleton
    Destinations destinations(ConfigFollower follower) {
        return new DestinationCatalogue(follower);
    }

    @Produces
    @Singleton
    MergeAnswers mergeAnswers(TransformConfig config) {
        return new MergeAnswers(config.bootstrapServers());
    }

    void stop(@Disposes MergeAnswers answers) {
        answers.close();
    }

    @Produces
    @Singleton
    ShapedLog shapedLog(TransformConfig config) {
        return new ShapedLog(config.bootstrapServers(), "penstock-transform-script-" + config.instance());
    }

    void stop(@Disposes ShapedLog log) {
        log.close();
    }

    @Produces
    @Singleton
    MeteredTally meteredTally(MeterRegistry meters) {
        return new MeteredTally(meters);
    }

    @Produces
    @Singleton
    StageHealth stageHealth() {
        return new StageHealth();
    }

    @Produces
    @Singleton
    ScriptRuntime scriptRuntime(TransformConfig config) {
        ScriptRuntimeSettings usual =
                ScriptRuntimeSettings.in(config.stateDir().resolve("scripts").toAbsolutePath());
        return ScriptRuntime.open(new ScriptRuntimeSettings(
                usual.directory(),
                config.scripts().workers(),
                config.scripts().spares(),
                usual.startTimeout(),
                usual.hardGrace(),
                usual.maxLosses(),
                usual.maxStopped(),
                usual.isLinearRegexp(),
                config.scripts().engine(),
                usual.classPath()));
    }

    void stop(@Disposes ScriptRuntime runtime) {
        runtime.close();
    }

    @Produces
    @Singleton
    RowTransform rowTransform(ScriptRuntime runtime) {
        return new ScriptRowTransform(runtime);
    }

    @Produces
    @Singleton
    ScriptStage scriptStage(Pipelines pipelines, RowTransform transform, Tally tally, TransformConfig config) {
        return new ScriptStage(pipelines, transform, tally, InstantSource.system(), config.configPatience());
    }
}
