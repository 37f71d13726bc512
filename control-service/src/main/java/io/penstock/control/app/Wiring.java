package io.penstock.control.app;

import io.penstock.control.core.ConfigStore;
import io.penstock.control.core.Control;
import io.penstock.control.core.FolderState;
import io.penstock.control.core.ProjectReader;
import io.penstock.control.kafka.ConfigTopic;
import io.penstock.control.project.BaselineReader;
import io.penstock.control.project.ConfigSchemas;
import io.penstock.control.project.YamlProjectReader;
import io.penstock.schemas.kafka.ConfigFollower;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** Builds the parts and closes what has to be closed. */
@Singleton
class Wiring {
    @Produces
    @Singleton
    ConfigFollower follower(ControlConfig config) {
        return ConfigFollower.start(clientSettings(config));
    }

    void close(@Disposes ConfigFollower follower) {
        follower.close();
    }

    @Produces
    @Singleton
    ConfigSchemas schemas() {
        return ConfigSchemas.load();
    }

    @Produces
    @Singleton
    ProjectReader reader(ConfigSchemas schemas) {
        return new YamlProjectReader(schemas);
    }

    @Produces
    @Singleton
    ConfigStore store(ControlConfig config) {
        return new ConfigTopic(clientSettings(config), InstantSource.system());
    }

    @Produces
    @Singleton
    Control control(ProjectReader reader, ConfigStore store) {
        return new Control(reader, new BaselineReader(reader), store);
    }

    @Produces
    @Singleton
    Supplier<FolderState> folderState(FolderApply folder) {
        return folder::state;
    }

    private static Map<String, Object> clientSettings(ControlConfig config) {
        return Map.of("bootstrap.servers", config.bootstrapServers());
    }
}
