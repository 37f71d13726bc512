package io.penstock.benchmarks.ingest;

import io.penstock.benchmarks.figures.Statistics;
import java.util.Collections;
import java.util.List;

/**
 * How a figure went over a run.
 *
 * @param early of the samples at the beginning
 * @param late of the samples at the end
 */
public record Growth(double early, double late) {
    /** A tenth more is noise. */
    private static final double TOLERANCE = 1.10;

    /**
     * Compares the second tenth with the last; in the first everything warms up. Wants at least 20 samples for tenths
     * that mean something, and takes fewer.
     */
    static Growth of(List<Double> samples) {
        int tenth = Math.max(1, samples.size() / 10);
        int from = Math.min(tenth, samples.size() - 1);
        return new Growth(
                Statistics.median(samples.subList(from, Math.min(from + tenth, samples.size()))),
                Statistics.median(samples.subList(samples.size() - tenth, samples.size())));
    }

    /**
     * Compares the least of the first half with the least of the second, where samples are few and each may hold work
     * under way on top of what stays: what leaks is in the least too. Wants at least two.
     */
    static Growth ofLeast(List<Double> samples) {
        int half = samples.size() / 2;
        return new Growth(
                Collections.min(samples.subList(0, half)), Collections.min(samples.subList(half, samples.size())));
    }

    /** Whether the end is at most a tenth above the beginning. */
    public boolean isFlat() {
        return late <= early * TOLERANCE;
    }
}
