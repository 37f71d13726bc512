package io.penstock.ingest.run;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long one pipeline waits for its next run; after failures that may pass by themselves, longer each time. */
final class Pauses {
    private static final int MOST_DOUBLINGS = 20;

    private final RunnerSettings settings;
    private int failures;

    Pauses(RunnerSettings settings) {
        this.settings = settings;
    }

    /**
     * The pause after a run.
     *
     * @param every what is left until the schedule's next time
     * @param backfill pages are left to be read, so the schedule is not waited for
     */
    Duration after(RunResult result, Duration every, boolean backfill) {
        if (result instanceof RunResult.Failed failed) {
            failures++;
            return afterFailure(failed, every);
        }
        failures = 0;
        if (result instanceof RunResult.Completed done && done.more()) {
            return Duration.ZERO;
        }
        boolean waits = backfill && !(result instanceof RunResult.Stopped);
        return waits ? shorter(settings.shortestRetry(), every) : every;
    }

    private Duration afterFailure(RunResult.Failed failed, Duration every) {
        if (failed.retrySoon()) {
            return shorter(backoff(), every);
        }
        return every.compareTo(settings.longestRetry()) < 0 ? settings.longestRetry() : every;
    }

    /** Full jitter above the shortest pause, so that pipelines of one warehouse do not return in step. */
    private Duration backoff() {
        long shortest = settings.shortestRetry().toMillis();
        long most = Math.min(settings.longestRetry().toMillis(), shortest << Math.min(failures, MOST_DOUBLINGS));
        return Duration.ofMillis(shortest + ThreadLocalRandom.current().nextLong(Math.max(1, most - shortest)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
