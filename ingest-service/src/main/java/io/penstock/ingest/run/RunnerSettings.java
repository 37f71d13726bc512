package io.penstock.ingest.run;

import java.time.Duration;

/**
 * Bounds of a runner.
 *
 * @param pageRows rows of a table above which its first read goes in pages
 * @param warmingAfter a source that has not answered for this long is taken to be a warehouse that is starting
 * @param shortestRetry first pause after a failure that may pass by itself; doubles with each further one
 * @param longestRetry where the doubling ends; also the shortest pause after a failure that somebody has to mend
 */
public record RunnerSettings(
        ChunkLimits limits, long pageRows, Duration warmingAfter, Duration shortestRetry, Duration longestRetry) {}
