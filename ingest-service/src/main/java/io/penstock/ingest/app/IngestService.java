package io.penstock.ingest.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.databricks.DatabricksSources;
import io.penstock.ingest.databricks.WarehouseSettings;
import io.penstock.ingest.http.PipelineDesk;
import io.penstock.ingest.kafka.TransactionalOutputs;
import io.penstock.ingest.run.ChunkLimits;
import io.penstock.ingest.run.PageTurns;
import io.penstock.ingest.run.PipelineRunner;
import io.penstock.ingest.run.PipelineStatus;
import io.penstock.ingest.run.RunnerSettings;
import io.penstock.ingest.streams.FilterCounters;
import io.penstock.ingest.unity.UnityCatalogs;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.schemas.kafka.Lz4;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** The service: config follower, runners and change filter, started and stopped together. */
@ApplicationScoped
public class IngestService implements PipelineDesk {
    private static final Logger LOG = Logger.getLogger(IngestService.class);

    private final FilterCounters counters = new FilterCounters();
    private final UnityCatalogs catalogs = new UnityCatalogs(System::getenv, Clock.systemUTC());
    private final IngestConfig config;
    private final KafkaConfig kafka;
    private final IngestMetrics metrics;
    private volatile ConfigFollower follower;
    private volatile PipelineRunners runners;
    private volatile FilterApp filter;
    private volatile DatabricksSources sources;

    IngestService(IngestConfig config, KafkaConfig kafka, MeterRegistry meters) {
        this.config = config;
        this.kafka = kafka;
        this.metrics = new IngestMetrics(meters, counters);
    }

    void start(@Observes StartupEvent event) {
        LOG.infof(
                "ingest %s: broker %s, state in %s, chunks of %d rows",
                config.instance(),
                kafka.settings().get("bootstrap.servers"),
                config.stateDir(),
                config.ingest().chunkRows());
        Lz4.useNative();
        filter = new FilterApp(config, kafka.clientSettings(), counters, Clock.systemUTC());
        metrics.watch(filter.transactions());
        filter.start();
        follower = ConfigFollower.start(kafka.clientSettings());
        sources = new DatabricksSources(System::getenv, warehouses(), catalogs()::facts);
        TransactionalOutputs outputs = new TransactionalOutputs(kafka.clientSettings());
        PageTurns turns = new PageTurns();
        runners = new PipelineRunners(
                follower,
                lookup -> new PipelineRunner.Ports(lookup, sources, outputs, metrics, turns, Clock.systemUTC()),
                settings());
        runners.start();
    }

    void stop(@Observes ShutdownEvent event) {
        runners.close();
        sources.close();
        follower.close();
        filter.close();
    }

    @Override
    public List<Pipeline> pipelines() {
        return runners.statuses().stream().map(IngestService::tell).toList();
    }

    @Override
    public boolean readNow(String name) {
        return runners.wake(name);
    }

    @Override
    public Filter filter() {
        return new Filter(
                counters.seen(),
                counters.of(Verdict.UNCHANGED),
                counters.of(Verdict.CHANGED),
                counters.of(Verdict.DUPLICATE));
    }

    boolean isConfigured() {
        return follower != null && follower.isCaughtUp();
    }

    boolean isFiltering() {
        return filter != null && filter.isRunning();
    }

    /** The configuration in force; null before the start. */
    ConfigFollower configuration() {
        return follower;
    }

    /** The catalogs behind the connections; its tokens serve the reader and people alike. */
    UnityCatalogs catalogs() {
        return catalogs;
    }

    String filterState() {
        return filter == null ? "NOT_STARTED" : filter.state();
    }

    private RunnerSettings settings() {
        IngestConfig.Ingest ingest = config.ingest();
        return new RunnerSettings(
                new ChunkLimits(ingest.chunkRows(), ingest.chunkSize().asLongValue()),
                ingest.pageRows(),
                ingest.warmingAfter(),
                ingest.shortestRetry(),
                ingest.longestRetry());
    }

    /** How every warehouse is asked, for a pipeline or for a person. */
    WarehouseSettings warehouses() {
        IngestConfig.Ingest ingest = config.ingest();
        return new WarehouseSettings(
                ingest.statementTimeout(),
                ingest.pool().maxSize(),
                ingest.pool().idle(),
                ingest.pool().acquireTimeout(),
                "Penstock/" + ConfigProvider.getConfig().getValue("quarkus.application.version", String.class));
    }

    private static Backfill backfill(PipelineStatus status) {
        var backfill = status.checkpoint() == null ? null : status.checkpoint().backfill();
        return backfill == null ? null : new Backfill(backfill.pages(), backfill.next());
    }

    private static Pipeline tell(PipelineStatus status) {
        Checkpoint checkpoint = status.checkpoint() == null
                ? null
                : new Checkpoint(
                        status.checkpoint().position().tableVersion(),
                        status.checkpoint().position().watermark(),
                        status.checkpoint().at());
        return new Pipeline(
                status.name(),
                status.configVersion(),
                status.mode(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.detail(),
                checkpoint,
                status.runs(),
                status.rowsRead(),
                status.rowsQuarantined(),
                status.lastRunAt(),
                status.nextRunAt(),
                backfill(status));
    }
}
