package io.penstock.ingest.run;

import java.time.Duration;

/**
 * Bounds of a runner.
 *
 * @param warmingAfter a source that has not answered for this long is taken to be a warehouse that is starting
 * @param shortestRetry first pause after a failure that may pass by itself; doubles with each further one
 * @param longestRetry where the doubling ends
 */
public record RunnerSettings(
        ChunkLimits limits, Duration warmingAfter, Duration shortestRetry, Duration longestRetry) {}
