package io.penstock.delivery.app;

import io.penstock.delivery.history.DeadLetters;
import io.penstock.delivery.history.History;
import io.penstock.delivery.history.HistoryFeed;
import io.penstock.delivery.history.HistoryStore;
import io.penstock.delivery.history.Replay;
import io.penstock.delivery.history.TopicResend;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the history together. It shares nothing with the delivering parts but the broker. */
public class HistoryWiring {

    @Produces
    @Singleton
    HistoryStore store(@ConfigProperty(name = "penstock.state-dir") String stateDir) {
        return new HistoryStore(Path.of(stateDir, "history"));
    }

    void stop(@Disposes HistoryStore store) {
        store.close();
    }

    @Produces
    @Singleton
    HistoryFeed feed(@Identifier("default-kafka-broker") Map<String, Object> broker, HistoryStore store) {
        return new HistoryFeed(broker, store, InstantSource.system(), kept());
    }

    /** As long as the topic keeps what the history is made of. */
    private static Duration kept() {
        return switch (Topics.OUTCOMES.cleanup()) {
            case Topic.Cleanup.Delete delete -> delete.retention();
            case Topic.Cleanup.Compact compact -> throw new IllegalStateException("outcomes are deleted with time");
        };
    }

    @Produces
    @Singleton
    History history(HistoryStore store) {
        return new History(store);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(HistoryStore store) {
        return new DeadLetters(store);
    }

    @Produces
    @Singleton
    TopicResend resend(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return new TopicResend(broker);
    }

    void stop(@Disposes TopicResend resend) {
        resend.close();
    }

    @Produces
    @Singleton
    Replay replay(DeadLetters letters, History history, TopicResend resend) {
        return new Replay(letters, history, resend);
    }

    void start(@Observes StartupEvent event, HistoryFeed feed) {
        feed.start();
    }

    /** Before the store is closed, which the feed writes to. */
    void stop(@Observes ShutdownEvent event, HistoryFeed feed) {
        feed.close();
    }
}
