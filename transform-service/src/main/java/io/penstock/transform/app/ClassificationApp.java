package io.penstock.transform.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.schemas.kafka.TransactionWatch;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.streams.ClassificationSettings;
import io.penstock.transform.streams.ClassificationTopology;
import io.penstock.transform.streams.CrossingLookup;
import io.penstock.transform.streams.LedgerLookup;
import io.penstock.transform.streams.LedgerSettings;
import io.penstock.transform.streams.MergeLookup;
import io.penstock.transform.streams.WaitingLookup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.jboss.logging.Logger;

/**
 * Life of the Streams application of the classification stage. It starts when the configuration has been read, because
 * a record that is released without its pipeline would have to wait for the next profile update.
 */
@Singleton
public class ClassificationApp {
    private static final Logger LOG = Logger.getLogger(ClassificationApp.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final KafkaStreams streams;
    private final CrossingLookup lookup;
    private final MergeLookup merges;
    private final LedgerLookup ledger;
    private final WaitingLookup waiting;
    private final ConfigFollower configuration;
    private final TransactionWatch transactions;
    private final ThreadBudget budget = new ThreadBudget(5, Duration.ofMinutes(10), InstantSource.system());
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("classification-start").factory());

    ClassificationApp(
            TransformConfig config,
            ConfigFollower configuration,
            Pipelines pipelines,
            Destinations destinations,
            Tally tally,
            MeterRegistry meters) {
        this.configuration = configuration;
        ClassificationSettings settings = new ClassificationSettings(
                config.configPatience(),
                config.classify().waitingPerPerson(),
                config.classify().deadlinesEvery(),
                config.classify().handoverPatience(),
                config.classify().mergeSettle(),
                new LedgerSettings(
                        new LedgerPage.Limits(
                                config.classify().ledgerAttributes(),
                                config.classify().ledgerPatience()),
                        config.classify().eventRows()));
        streams = new KafkaStreams(
                ClassificationTopology.build(pipelines, destinations, settings, tally),
                ClassificationProperties.of(config, tally));
        streams.setUncaughtExceptionHandler(this::died);
        transactions = new TransactionWatch(
                Map.of("bootstrap.servers", config.bootstrapServers()),
                ClassificationProperties.APPLICATION_ID,
                ClassificationTopology.WRITTEN,
                config.classify().hangingTransactionsEvery());
        HostInfo self = new HostInfo(
                config.classify().advertisedHost(), config.classify().advertisedPort());
        lookup = new CrossingLookup(streams, self);
        merges = new MergeLookup(streams, self, pipelines);
        ledger = new LedgerLookup(streams, self);
        waiting = new WaitingLookup(streams, self);
        Gauge.builder("penstock.transform.waiting", lookup, CrossingLookup::waiting)
                .description("records that wait for an identifier, estimated")
                .register(meters);
        FunctionCounter.builder("penstock.transform.transactions.aborted", transactions, TransactionWatch::aborted)
                .description("partitions in which a transaction was aborted that the broker had forgotten")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        starter.scheduleWithFixedDelay(this::startWhenReady, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        starter.shutdownNow();
        transactions.close();
        streams.close(CLOSE_PATIENCE);
    }

    /** Whether records are being processed. */
    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** State of the Streams application, for people. */
    String state() {
        return streams.state().name();
    }

    CrossingLookup lookup() {
        return lookup;
    }

    LedgerLookup ledger() {
        return ledger;
    }

    WaitingLookup waiting() {
        return waiting;
    }

    MergeLookup merges() {
        return merges;
    }

    private void startWhenReady() {
        if (configuration.isCaughtUp()) {
            starter.shutdown();
            transactions.start(streams::start);
        }
    }

    private StreamThreadExceptionResponse died(Throwable failure) {
        boolean again = budget.spend();
        LOG.errorf(failure, "stream thread died; %s", again ? "it is replaced" : "too often: the stage stops");
        return again ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
