package io.penstock.identity.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.streams.Caches;
import io.penstock.identity.streams.IdentityTopology;
import io.penstock.identity.streams.RestartBudget;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.schemas.kafka.TransactionWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;

/**
 * Starts and stops the stream processing with the process.
 *
 * <p>It starts once the config topic has been read to its end, so that no record gets into the log before rules that
 * were there first. Until then, and while the broker is away, the process runs and is not ready.
 */
@ApplicationScoped
public class StreamsLife {
    private static final Logger LOG = Logger.getLogger(StreamsLife.class);
    private static final Duration POLL = Duration.ofMillis(50);
    /** Within the 30 s that Kubernetes allows by default. */
    private static final Duration CLOSE = Duration.ofSeconds(20);

    private final StreamsSettings settings;
    private final ProfileIds ids;
    private final Caches caches;
    private final Duration redirectRetention;
    private final int threadRestarts;
    private final MeterRegistry meters;
    private final TransactionWatch transactions;
    private final RulesBoard rules = new RulesBoard();
    private final RestoreProgress restore = new RestoreProgress();
    private volatile KafkaStreams streams;
    private volatile KafkaStreamsMetrics streamsMeters;
    private volatile ConfigFollower follower;
    private volatile boolean stopping;

    StreamsLife(StreamsSettings settings, ProfileIds ids, IdentitySettings own, MeterRegistry meters) {
        this.settings = settings;
        this.ids = ids;
        this.caches = new Caches(own.filterEntries(), own.cachedIdentifiers(), own.profileCacheBytes());
        this.redirectRetention = own.redirectRetention();
        this.threadRestarts = own.threadRestarts();
        this.meters = meters;
        this.transactions = new TransactionWatch(
                Map.of("bootstrap.servers", settings.bootstrapServers()),
                StreamsSettings.APPLICATION_ID,
                IdentityTopology.WRITTEN,
                own.hangingTransactionsEvery());
        FunctionCounter.builder("penstock.identity.transactions.aborted", transactions, TransactionWatch::aborted)
                .description("partitions in which a transaction was aborted that the broker had forgotten")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("identity-start").start(this::startOnceConfigured);
    }

    /** The client, once it was started. */
    Optional<KafkaStreams> streams() {
        return Optional.ofNullable(streams);
    }

    /** State of the client for people: {@code RUNNING} is good, {@code STARTING} is before there is one. */
    String state() {
        return streams().map(KafkaStreams::state).map(Enum::name).orElse("STARTING");
    }

    /** How far the stores have been read back. */
    RestoreProgress.Sum restored() {
        return restore.sum();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        transactions.close();
        if (follower != null) {
            follower.close();
        }
        if (streams != null) {
            streams.close(closing());
        }
        if (streamsMeters != null) {
            streamsMeters.close();
        }
    }

    private void startOnceConfigured() {
        try {
            follower = ConfigFollower.start(Map.of("bootstrap.servers", settings.bootstrapServers()));
            follower.onChange(rules::take);
            while (!follower.isCaughtUp() && !stopping) {
                Thread.sleep(POLL);
            }
            if (!stopping) {
                startStreams();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("stream processing could not be started", e);
        }
    }

    private void startStreams() {
        KafkaStreams client = new KafkaStreams(
                IdentityTopology.build(rules, ids, caches, redirectRetention, settings.commitPace()),
                settings.properties());
        client.setUncaughtExceptionHandler(
                new RestartBudget(threadRestarts, Duration.ofMinutes(10), InstantSource.system()));
        client.setGlobalStateRestoreListener(restore);
        client.setStateListener((now, before) -> LOG.infof("stream processing: %s -> %s", before, now));
        streamsMeters = new KafkaStreamsMetrics(client);
        streamsMeters.bindTo(meters);
        streams = client;
        transactions.start(client::start);
    }

    /** A dynamic member leaves, so that nobody waits for it; a static one keeps its place for the restart. */
    private CloseOptions closing() {
        var operation = settings.membership() instanceof StreamsSettings.Membership.Streams
                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
        return CloseOptions.timeout(CLOSE).withGroupMembershipOperation(operation);
    }
}
