package io.penstock.ingest.app;

import io.penstock.ingest.run.ConfigLookup;
import io.penstock.ingest.run.PipelineRunner;
import io.penstock.ingest.run.PipelineStatus;
import io.penstock.ingest.run.RunOutput;
import io.penstock.ingest.run.RunnerSettings;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.kafka.ConfigFollower;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One runner per configured pipeline: started when the pipeline appears, woken when its configuration or its connection
 * changes, forgotten when it is deleted.
 */
final class PipelineRunners implements AutoCloseable {
    /** Deletions are not announced, so look again now and then. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(PipelineRunners.class);

    private final ConfigFollower follower;
    private final java.util.function.Function<ConfigLookup, PipelineRunner.Ports> ports;
    private final RunnerSettings settings;
    private final Map<String, PipelineRunner> runners = new ConcurrentSkipListMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("pipelines").unstarted(this::loop);
    private volatile boolean closed;
    private boolean orphansForgotten;

    PipelineRunners(
            ConfigFollower follower,
            java.util.function.Function<ConfigLookup, PipelineRunner.Ports> ports,
            RunnerSettings settings) {
        this.follower = follower;
        this.ports = ports;
        this.settings = settings;
    }

    void start() {
        thread.start();
        follower.onChange(this::heard);
    }

    List<PipelineStatus> statuses() {
        return runners.values().stream().map(PipelineRunner::status).toList();
    }

    boolean wake(String name) {
        PipelineRunner runner = runners.get(name);
        if (runner != null) {
            runner.wake();
        }
        return runner != null;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        List<Thread> stops = runners.values().stream()
                .map(runner -> Thread.startVirtualThread(runner::close))
                .toList();
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the follower's thread. History is heard as well; runners look up the newest version themselves. */
    private void heard(ConfigV1 config) {
        switch (config.kind()) {
            case PIPELINE -> {
                wake(config.name());
                news.release();
            }
            case CONNECTION -> runners.values().forEach(PipelineRunner::wake);
            case PROJECT, IDENTITY -> {}
        }
    }

    private void loop() {
        try {
            while (!closed) {
                if (follower.isCaughtUp()) {
                    reconcile();
                }
                if (news.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile() {
        Map<String, ConfigV1> wanted = TablePipelines.of(follower);
        if (!orphansForgotten && !wanted.isEmpty()) { // a configuration that is not there yet forgets nobody
            orphansForgotten = forgetOrphans(wanted.keySet());
        }
        runners.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().retire();
            }
            return gone;
        });
        wanted.keySet()
                .forEach(name -> runners.computeIfAbsent(
                        name, each -> PipelineRunner.start(each, ports.apply(new Lookup()), settings)));
    }

    /** Pipelines that were deleted while no process was there to notice. */
    private boolean forgetOrphans(Set<String> wanted) {
        try {
            return ports.apply(new Lookup()).forgetAllBut(wanted);
        } catch (RunOutput.OutputException e) {
            LOG.debugf("deleted pipelines are looked for again: %s", e.getMessage());
            return false;
        }
    }

    private final class Lookup implements ConfigLookup {
        @Override
        public Optional<ConfigV1> pipeline(String name) {
            // By kind, because what was removed is still found by name.
            return Optional.ofNullable(TablePipelines.of(follower).get(name));
        }

        @Override
        public Optional<ConfigV1> pipeline(String name, long version) {
            try {
                return follower.version(ConfigV1.Kind.PIPELINE, name, version, Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public Optional<ConfigV1> connection(String name) {
            return follower.latest(ConfigV1.Kind.CONNECTION, name);
        }
    }
}
