package io.penstock.webhook.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.webhook.core.AddressList;
import io.penstock.webhook.core.Signature;
import io.penstock.webhook.core.Spool;
import io.penstock.webhook.core.Tally;
import io.penstock.webhook.http.CollectionDoor;
import io.penstock.webhook.http.StatusResource;
import io.penstock.webhook.http.WebhookDoor;
import io.penstock.webhook.http.WebhookPerson;
import io.penstock.webhook.http.WebhookResource;
import io.penstock.webhook.kafka.EngagementProducer;
import io.penstock.webhook.kafka.SpooledLog;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Puts the parts together. */
public class Wiring {
    private static final Logger LOG = Logger.getLogger(Wiring.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final long SEGMENT = 16L * 1024 * 1024;

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    AlarmThread alarm() {
        return new AlarmThread();
    }

    void stop(@Disposes AlarmThread alarm) {
        alarm.close();
    }

    @Produces
    @Singleton
    Tally tally(MeterRegistry registry) {
        Tally tally = new Tally();
        count(registry, "received", tally.received);
        count(registry, "refused", tally.refused);
        registry.gauge("penstock.webhook.refused.in.a.row", tally.refusedInARow);
        count(registry, "collected", tally.collected);
        count(registry, "unrouted", tally.unrouted);
        count(registry, "quarantined", tally.quarantined);
        count(registry, "unavailable", tally.unavailable);
        count(registry, "landed.events", tally.landedEvents);
        count(registry, "landed.deliveries", tally.landedDeliveries);
        count(registry, "landed.decisions", tally.landedDecisions);
        count(registry, "landed.profiles", tally.landedProfiles);
        count(registry, "landed.calls", tally.landedCalls);
        count(registry, "unlandable", tally.unlandable);
        count(registry, "merges", tally.merges);
        return tally;
    }

    private static void count(MeterRegistry registry, String what, AtomicLong count) {
        FunctionCounter.builder("penstock.webhook." + what, count, AtomicLong::get)
                .register(registry);
    }

    @Produces
    @Singleton
    ConfigFollower configFollower(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return ConfigFollower.start(broker);
    }

    void stop(@Disposes ConfigFollower follower) {
        follower.close();
    }

    @Produces
    @Singleton
    RememberedConfig rememberedConfig(ConfigFollower follower, WebhookConfig config) {
        return new RememberedConfig(follower, config.state().resolve("config.json"));
    }

    @Produces
    @Singleton
    Project project(RememberedConfig config) {
        return new Project(config, System::getenv);
    }

    @Produces
    @Singleton
    EngagementProducer engagementProducer(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return new EngagementProducer(broker);
    }

    void stop(@Disposes EngagementProducer producer) {
        producer.close();
    }

    @Produces
    @Singleton
    SpooledLog spooledLog(WebhookConfig config, EngagementProducer producer, MeterRegistry registry)
            throws IOException {
        long size = config.spoolSize().asLongValue();
        Spool spool = Spool.open(config.state().resolve("spool"), size, SEGMENT);
        Spool parked = Spool.open(config.state().resolve("parked"), size, SEGMENT);
        registry.gauge("penstock.webhook.spooled", spool, Spool::size);
        registry.gauge("penstock.webhook.parked", parked, Spool::size);
        return new SpooledLog(producer, spool, parked);
    }

    void stop(@Disposes SpooledLog log) {
        log.close();
    }

    @Produces
    @Singleton
    WebhookDoor door(WebhookConfig config, Project project, SpooledLog log, InstantSource clock, Tally tally) {
        Signature signature = new Signature(config.oldestSignature(), config.clockAhead());
        WebhookPerson person = new WebhookPerson(project::reported, log::keep);
        return new WebhookDoor(signature, project::signingKeys, log, person, clock, tally);
    }

    @Produces
    @Singleton
    CollectionDoor collectionDoor(Project project, SpooledLog log, InstantSource clock, Tally tally) {
        return new CollectionDoor(project::writeKeys, project::collected, log::keep, clock, tally);
    }

    @Produces
    @Singleton
    WebhookResource.Endpoint endpoint(WebhookConfig config) {
        return new WebhookResource.Endpoint(
                config.endpoint().orElse(Set.of()),
                new AddressList(config.allowedAddresses().orElse(List.of())));
    }

    @Produces
    @Singleton
    StatusResource.Waiting waiting(SpooledLog log) {
        return log::spooled;
    }

    /** Injecting it here starts it: the first webhook must not find it cold. */
    void start(@Observes StartupEvent event, RememberedConfig config, AlarmThread alarm) {
        LOG.infof("started, configuration=%s", config.isKnown());
        keep(config, alarm);
    }

    private static void keep(RememberedConfig config, AlarmThread alarm) {
        config.keep();
        alarm.after(LOOK_AGAIN, () -> keep(config, alarm));
    }
}
