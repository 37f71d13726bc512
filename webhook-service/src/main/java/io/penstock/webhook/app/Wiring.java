package io.penstock.webhook.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.config.ProjectSpec;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.webhook.core.AddressList;
import io.penstock.webhook.core.LakehouseTable;
import io.penstock.webhook.core.Lander;
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
import io.penstock.webhook.kafka.TopicLanding;
import io.penstock.webhook.lakehouse.CallsTable;
import io.penstock.webhook.lakehouse.DatabricksTable;
import io.penstock.webhook.lakehouse.DecisionsTable;
import io.penstock.webhook.lakehouse.DeliveriesTable;
import io.penstock.webhook.lakehouse.EventsTable;
import io.penstock.webhook.lakehouse.ProfileLinksTable;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
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
    @DefaultBean
    @Identifier("events") LakehouseTable events(Project project) {
        return DatabricksTable.events(project::landingPlace, System::getenv);
    }

    @Produces
    @Singleton
    @DefaultBean
    @Identifier("deliveries") LakehouseTable deliveries(Project project) {
        return DatabricksTable.deliveries(project::landingPlace, System::getenv);
    }

    @Produces
    @Singleton
    TopicLanding.Surroundings surroundings(
            EngagementProducer letters, AlarmThread alarm, InstantSource clock, Tally tally) {
        return new TopicLanding.Surroundings(letters, alarm, clock, tally);
    }

    @Produces
    @Singleton
    @Identifier("engagement") TopicLanding<EngagementV1> engagement(
            @Identifier("events") LakehouseTable table,
            TopicLanding.Surroundings around,
            WebhookConfig config,
            Project project) {
        return new TopicLanding<>(
                Topics.ENGAGEMENT,
                _ -> true,
                EventsTable::row,
                lander(table, around),
                pace(config, project),
                around,
                around.tally().landedEvents);
    }

    @Produces
    @Singleton
    @Identifier("outcomes") TopicLanding<OutcomeV1> outcomes(
            @Identifier("deliveries") LakehouseTable table,
            TopicLanding.Surroundings around,
            WebhookConfig config,
            Project project) {
        return new TopicLanding<>(
                Topics.OUTCOMES,
                _ -> true,
                DeliveriesTable::row,
                lander(table, around),
                pace(config, project),
                around,
                around.tally().landedDeliveries);
    }

    @Produces
    @Singleton
    @DefaultBean
    @Identifier("calls") LakehouseTable callsTable(Project project) {
        return DatabricksTable.calls(project::landingPlace, System::getenv);
    }

    @Produces
    @Singleton
    @Identifier("calls") TopicLanding<DeliveryV1> calls(
            @Identifier("calls") LakehouseTable table,
            TopicLanding.Surroundings around,
            WebhookConfig config,
            Project project) {
        return new TopicLanding<>(
                Topics.DELIVERIES,
                call -> call.kind() == DeliveryV1.Kind.TRACK,
                CallsTable::row,
                lander(table, around),
                pace(config, project),
                around,
                around.tally().landedCalls);
    }

    @Produces
    @Singleton
    @DefaultBean
    @Identifier("decisions") LakehouseTable decisionsTable(Project project) {
        return DatabricksTable.decisions(project::landingPlace, System::getenv);
    }

    @Produces
    @Singleton
    @Identifier("decisions") TopicLanding<DecisionV1> decisions(
            @Identifier("decisions") LakehouseTable table,
            TopicLanding.Surroundings around,
            WebhookConfig config,
            Project project) {
        return new TopicLanding<>(
                Topics.DECISIONS,
                _ -> true,
                DecisionsTable::row,
                lander(table, around),
                pace(config, project),
                around,
                around.tally().landedDecisions);
    }

    @Produces
    @Singleton
    @DefaultBean
    @Identifier("profiles") LakehouseTable profilesTable(Project project) {
        return DatabricksTable.profileLinks(project::landingPlace, System::getenv);
    }

    @Produces
    @Singleton
    @Identifier("profiles") TopicLanding<ProfileV1> profiles(
            @Identifier("profiles") LakehouseTable table,
            TopicLanding.Surroundings around,
            WebhookConfig config,
            Project project) {
        return new TopicLanding<>(
                Topics.PROFILES,
                _ -> true,
                ProfileLinksTable::row,
                lander(table, around),
                pace(config, project),
                around,
                around.tally().landedProfiles);
    }

    private static Lander lander(LakehouseTable table, TopicLanding.Surroundings around) {
        return new Lander(
                table, around.alarm(), () -> ThreadLocalRandom.current().nextDouble());
    }

    /** A row waits in a poll first: what is left of the project's age is the time between two commits. */
    private static Supplier<TopicLanding.Pace> pace(WebhookConfig config, Project project) {
        return () -> {
            var engagement = project.engagement();
            int rows = Math.min(
                    config.pollRecords(),
                    engagement.map(ProjectSpec.Engagement::maxRows).orElse(config.pollRecords()));
            Duration age = engagement.map(ProjectSpec.Engagement::maxAge).orElse(Duration.ZERO);
            return new TopicLanding.Pace(
                    new Lander.Limits(rows, config.mergeSize().asLongValue()), age.minusMillis(config.pollWaitMs()));
        };
    }

    @Produces
    @Singleton
    StatusResource.Tables tables(
            @Identifier("engagement") TopicLanding<EngagementV1> events,
            @Identifier("outcomes") TopicLanding<OutcomeV1> deliveries,
            @Identifier("calls") TopicLanding<DeliveryV1> calls,
            @Identifier("decisions") TopicLanding<DecisionV1> decisions,
            @Identifier("profiles") TopicLanding<ProfileV1> profiles,
            MeterRegistry registry) {
        SequencedMap<String, TopicLanding<?>> all = new LinkedHashMap<>();
        all.put("events", events);
        all.put("deliveries", deliveries);
        all.put("calls", calls);
        all.put("decisions", decisions);
        all.put("profiles", profiles);
        all.forEach((name, landing) -> registry.gauge(
                "penstock.webhook.lag.seconds",
                List.of(Tag.of("table", name)),
                landing,
                one -> one.lag().toSeconds()));
        return () -> {
            SequencedMap<String, StatusResource.Table> now = new LinkedHashMap<>();
            all.forEach((name, landing) -> now.put(
                    name,
                    new StatusResource.Table(
                            landing.state(),
                            landing.landed(),
                            landing.state().equals("not_configured")
                                    ? 0
                                    : landing.lag().toSeconds(),
                            landing.lastCommit().orElse(null))));
            return now;
        };
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
