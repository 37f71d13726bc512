package io.penstock.transform.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Tally;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts into the metrics {@code penstock.transform.*}. Labels are pipelines, stages and codes, nothing of a person.
 */
final class MeteredTally implements Tally {
    private static final String PREFIX = "penstock.transform.";

    private final MeterRegistry meters;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    MeteredTally(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void shaped(String pipeline) {
        counter("shaped", "pipeline", pipeline).increment();
    }

    @Override
    public void ignored(String pipeline, Ignored why) {
        counter("ignored", "pipeline", pipeline, "why", word(why)).increment();
    }

    @Override
    public void delivery(String pipeline, Call.Kind kind) {
        counter("deliveries", "pipeline", pipeline, "kind", word(kind)).increment();
    }

    @Override
    public void merge(String destination, Merge end) {
        counter("merges", "destination", destination, "end", word(end)).increment();
    }

    @Override
    public void erased(String destination) {
        counter("erased", "destination", destination).increment();
    }

    @Override
    public void crossings(String pipeline, int fired) {
        counter("crossings", "pipeline", pipeline).increment(fired);
    }

    @Override
    public void waits(String pipeline) {
        counter("waits", "pipeline", pipeline).increment();
    }

    @Override
    public void dead(String stage, String code) {
        counter("dead", "stage", stage, "code", code).increment();
    }

    /** Sum over all labels. */
    long total(String what) {
        return Math.round(meters.find(PREFIX + what).counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    /** Kept, because several are counted for every row and the registry takes longer to find one. */
    private Counter counter(String what, String... labels) {
        List<String> key = labels.length == 2 ? List.of(what, labels[1]) : List.of(what, labels[1], labels[3]);
        return counters.computeIfAbsent(key, _ -> meters.counter(PREFIX + what, labels));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
