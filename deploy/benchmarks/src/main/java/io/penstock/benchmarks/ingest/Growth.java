package io.penstock.benchmarks.ingest;

import io.penstock.benchmarks.figures.Statistics;
import java.util.List;

/**
 * How a figure went over a run: the first tenth, in which everything warms up, does not count.
 *
 * @param early median of the second tenth of the samples
 * @param late median of the last tenth
 */
public record Growth(double early, double late) {
    /** A tenth more is noise. */
    private static final double TOLERANCE = 1.10;

    /** Compares; wants at least 20 samples for tenths that mean something, and takes fewer. */
    static Growth of(List<Double> samples) {
        int tenth = Math.max(1, samples.size() / 10);
        int from = Math.min(tenth, samples.size() - 1);
        return new Growth(
                Statistics.median(samples.subList(from, Math.min(from + tenth, samples.size()))),
                Statistics.median(samples.subList(samples.size() - tenth, samples.size())));
    }

    /** Whether the end is at most a tenth above the beginning. */
    public boolean isFlat() {
        return late <= early * TOLERANCE;
    }
}
