package io.penstock.identity.app;

import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.kafka.Lz4;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes plain objects of settings. */
@ApplicationScoped
public class Wiring {
    private static final Logger LOG = Logger.getLogger(Wiring.class);
    /** Each further thread has a producer and a consumer with memory of their own. */
    private static final int MOST_THREADS = 2;

    /** Before anything that reads from a topic. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Lz4.useNative();
    }

    @Produces
    @Singleton
    StreamsSettings streamsSettings(
            IdentitySettings own,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "penstock.instance") String instance,
            @ConfigProperty(name = "penstock.state-dir") String stateDir) {
        StreamsSettings settings = new StreamsSettings(
                bootstrapServers,
                switch (own.membership()) {
                    case STREAMS -> new StreamsSettings.Membership.Streams();
                    case STATIC -> new StreamsSettings.Membership.Static(instance + "-identity", own.sessionTimeout());
                },
                Path.of(stateDir, "streams"),
                own.advertised(),
                own.threads().orElse(usualThreads()),
                own.commitInterval(),
                longer(own.commitInterval(), own.busyCommitInterval()),
                own.replication(),
                own.standbys());
        LOG.infof("settings: instance=%s %s", instance, settings);
        return settings;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static int usualThreads() {
        return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }

    @Produces
    @Singleton
    ProfileIds profileIds(IdentitySettings own) {
        if (own.idSecret().equals(IdentitySettings.DEVELOPMENT_SECRET)) {
            LOG.warn("identity.id-secret is the development default: profile ids can be guessed from identifiers");
        }
        return new ProfileIds(own.idSecret());
    }
}
