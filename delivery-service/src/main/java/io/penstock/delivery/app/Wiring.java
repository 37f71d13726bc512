package io.penstock.delivery.app;

import io.penstock.delivery.core.Courier;
import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.core.QueueSettings;
import io.penstock.delivery.core.RetrySchedule;
import io.penstock.delivery.core.Tally;
import io.penstock.delivery.customerio.Batch;
import io.penstock.delivery.customerio.RegionGuard;
import io.penstock.delivery.customerio.TrackDestination;
import io.penstock.delivery.customerio.TrackLimits;
import io.penstock.delivery.customerio.WireDestination;
import io.penstock.delivery.customerio.WireEncoder;
import io.penstock.delivery.http.StatusResource;
import io.penstock.delivery.kafka.DeliveryLoop;
import io.penstock.delivery.kafka.Encoder;
import io.penstock.delivery.kafka.LoopSettings;
import io.penstock.delivery.kafka.OutcomeLog;
import io.penstock.delivery.readback.ReadBack;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.schemas.kafka.Lz4;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Puts the parts together. */
public class Wiring {
    private static final Logger LOG = Logger.getLogger(Wiring.class);
    private static final double DEFAULT_RATE = 80;

    /** Before anything that reads from a topic. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Lz4.useNative();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return new MonotonicClock();
    }

    @Produces
    @Singleton
    Tally tally(Meters meters) {
        return new Tally(meters::lastWord);
    }

    @Produces
    @Singleton
    Connections connections() {
        return new Connections();
    }

    @Produces
    @Singleton
    Regions regions(DeliveryConfig config, Connections connections, InstantSource clock, Meters meters) {
        Regions regions = new Regions(config, connections, clock, meters);
        connections.onChange(regions::changed);
        return regions;
    }

    @Produces
    @Singleton
    Encoder encoder(Connections connections) {
        return new WireEncoder(TrackLimits.documented(), connections::named)::encode;
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
    Couriers couriers(
            DeliveryConfig config,
            Connections connections,
            Regions regions,
            InstantSource clock,
            AlarmThread alarm,
            Meters meters) {
        Accounts accounts = new Accounts(connections::named, System::getenv, clock);
        HttpClient client = TrackDestination.newClient(config.connectTimeout());
        return new Couriers(name -> meters.measured(
                name,
                new Courier(
                        queueSettings(
                                config,
                                connections
                                        .named(name)
                                        .map(ConnectionSpec.CustomerIo::rate)
                                        .map(Integer::doubleValue)
                                        .orElse(DEFAULT_RATE)),
                        RegionGuard.around(
                                WireDestination.of(
                                        client,
                                        () -> connections.named(name),
                                        System::getenv,
                                        config.requestTimeout(),
                                        InstantSource.system()),
                                regions.of(name),
                                () -> connections.named(name)),
                        () -> accounts.budgetOf(name),
                        clock,
                        alarm)));
    }

    private static QueueSettings queueSettings(DeliveryConfig config, double rate) {
        return new QueueSettings(
                Batch.limits(config.batchItems(), config.batchBytes()),
                rate,
                config.requestsInFlight(),
                config.probeEvery(),
                config.giveUpAfter(),
                new RetrySchedule(
                        config.retryBase(),
                        config.retryCap(),
                        config.retryAfterCap(),
                        () -> ThreadLocalRandom.current().nextDouble()));
    }

    @Produces
    @Singleton
    ConfigFollower configFollower(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            Connections connections,
            Couriers couriers) {
        ConfigFollower follower = ConfigFollower.start(broker);
        connections.follow(follower, couriers);
        return follower;
    }

    void stop(@Disposes ConfigFollower follower) {
        follower.close();
    }

    @Produces
    @Singleton
    OutcomeLog outcomeLog(@Identifier("default-kafka-broker") Map<String, Object> broker, DeliveryConfig config) {
        return new OutcomeLog(broker, config.transactionalId());
    }

    void stop(@Disposes OutcomeLog outcomes) {
        outcomes.close();
    }

    @Produces
    @Singleton
    DeliveryLoop deliveryLoop(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            DeliveryConfig config,
            Couriers couriers,
            Encoder encoder,
            OutcomeLog outcomes,
            Tally tally,
            ReadBack readBack,
            InstantSource clock) {
        LoopSettings settings = new LoopSettings(
                Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX),
                config.groupInstanceId(),
                config.pollRecords(),
                config.bufferedRecords(),
                config.bufferedBytes(),
                config.commitEvery(),
                config.liveWithin());
        return new DeliveryLoop(
                () -> settings.consumer(broker),
                couriers,
                encoder,
                outcomes,
                tally,
                readBack::accepted,
                clock,
                settings,
                // Going on without partitions would look healthy; whoever runs this process must see that it is one too
                // many.
                () -> Quarkus.asyncExit(1));
    }

    @Produces
    @Singleton
    StatusResource.Held held(DeliveryLoop loop) {
        return new StatusResource.Held() {
            @Override
            public Map<String, Long> setAside() {
                return loop.backlog().setAside();
            }

            @Override
            public Map<String, Long> partitions() {
                return loop.backlog().heldPartitions();
            }
        };
    }

    /** Injecting the follower here starts it: the first delivery must not find it cold. */
    void start(@Observes StartupEvent event, ConfigFollower follower, DeliveryLoop loop, Connections connections) {
        connections.onWireChange(loop::beginAgain);
        loop.start();
        LOG.infof("started, configuration=%s", follower.isCaughtUp());
    }

    void stop(@Observes ShutdownEvent event, DeliveryLoop loop) {
        loop.close();
    }
}
