package io.penstock.benchmarks.figures;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics of a few figures. */
public final class Statistics {
    private Statistics() {}

    /** The middle one; of an even number the mean of the two in the middle. */
    public static double median(Collection<? extends Number> figures) {
        double[] sorted = sorted(figures);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * The smallest figure that is not below the given share of all (nearest rank).
     *
     * @param share above 0, at most 1
     */
    public static double percentile(Collection<? extends Number> figures, double share) {
        double[] sorted = sorted(figures);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static double[] sorted(Collection<? extends Number> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        double[] sorted = figures.stream().mapToDouble(Number::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
