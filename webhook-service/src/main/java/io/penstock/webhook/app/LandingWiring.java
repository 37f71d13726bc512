package io.penstock.webhook.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.config.ProjectSpec;
import io.penstock.webhook.core.LakehouseTable;
import io.penstock.webhook.core.Lander;
import io.penstock.webhook.core.Tally;
import io.penstock.webhook.http.StatusResource;
import io.penstock.webhook.kafka.EngagementProducer;
import io.penstock.webhook.kafka.TopicLanding;
import io.penstock.webhook.lakehouse.CallsTable;
import io.penstock.webhook.lakehouse.DatabricksTable;
import io.penstock.webhook.lakehouse.DecisionsTable;
import io.penstock.webhook.lakehouse.DeliveriesTable;
import io.penstock.webhook.lakehouse.EventsTable;
import io.penstock.webhook.lakehouse.ProfileLinksTable;
import io.quarkus.arc.DefaultBean;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Puts together what lands: one topic, one table, one thread of its own. */
public class LandingWiring {
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
}
