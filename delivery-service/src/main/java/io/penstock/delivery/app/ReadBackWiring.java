package io.penstock.delivery.app;

import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.customerio.AppAccount;
import io.penstock.delivery.customerio.HttpAppApi;
import io.penstock.delivery.customerio.TrackDestination;
import io.penstock.delivery.history.History;
import io.penstock.delivery.history.HistoryFeed;
import io.penstock.delivery.kafka.DeliveryLoop;
import io.penstock.delivery.readback.AppApi;
import io.penstock.delivery.readback.FindingLog;
import io.penstock.delivery.readback.HistoryCalls;
import io.penstock.delivery.readback.ReadBack;
import io.penstock.schemas.config.ConnectionSpec;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts the read-back together, beside the delivering parts. */
public class ReadBackWiring {

    @Produces
    @Singleton
    FindingLog findings(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return new FindingLog(broker);
    }

    void stop(@Disposes FindingLog findings) {
        findings.close();
    }

    @Produces
    @Singleton
    ReadBack readBack(
            DeliveryConfig config,
            Connections connections,
            History history,
            FindingLog findings,
            ReadBack.Worker worker,
            InstantSource clock,
            Meters meters) {
        return new ReadBack(
                connections::readBacks,
                apis(config, connections),
                new HistoryCalls(history),
                findings,
                worker,
                clock,
                meters::readBack);
    }

    private static Function<String, AppApi> apis(DeliveryConfig config, Connections connections) {
        HttpClient client = TrackDestination.newClient(config.connectTimeout());
        return name -> new HttpAppApi(
                client,
                () -> connections.named(name).flatMap(ReadBackWiring::account),
                config.requestTimeout(),
                InstantSource.system());
    }

    private static Optional<AppAccount> account(ConnectionSpec.CustomerIo spec) {
        return Optional.ofNullable(spec.readBack()).map(asked -> AppAccount.of(spec.region(), asked, System::getenv));
    }

    /** The loop is made later than the read-back that it tells of what was accepted. */
    @Produces
    @Singleton
    ReadBack.Worker worker(DeliveryConfig config, Instance<DeliveryLoop> loop, HistoryFeed history, Couriers couriers) {
        return new ReadBack.Worker() {
            @Override
            public boolean leads() {
                return history.isCaughtUp() && loop.get().leads();
            }

            @Override
            public double share() {
                return couriers.share();
            }

            @Override
            public Duration activitiesEvery() {
                return config.activitiesEvery();
            }
        };
    }

    void start(@Observes StartupEvent event, ReadBack readBack, DeliveryLoop loop, Meters meters) {
        meters.backlog(loop);
        readBack.start();
    }

    /** Before the findings are closed, which it writes to. */
    void stop(@Observes ShutdownEvent event, ReadBack readBack) {
        readBack.close();
    }
}
