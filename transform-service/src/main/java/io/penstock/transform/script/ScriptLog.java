package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.Printed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What scripts printed lately, kept in memory for people to read: per pipeline the last 200 lines, at most 60 of each
 * minute. Values of rows were masked in the worker. A row that runs again after a fault of another one may appear
 * twice. Safe for many threads.
 */
public final class ScriptLog {
    static final int KEPT = 200;
    static final int PER_MINUTE = 60;
    private static final int PIPELINES = 1_000;

    private final InstantSource clock;
    private final Map<String, Lines> pipelines = new LinkedHashMap<>(16, 0.75f, true);

    ScriptLog(InstantSource clock) {
        this.clock = clock;
    }

    /** One line, of this version of the pipeline. */
    public record Line(Instant at, String version, Printed.Level level, Place place, String text) {}

    /**
     * What is kept of one pipeline.
     *
     * @param lines the oldest first
     * @param dropped how many were printed beyond the bounds, since this process started
     */
    public record Page(List<Line> lines, long dropped) {}

    /** What a pipeline printed; nothing for one that printed nothing. */
    public synchronized Page of(String pipeline) {
        Lines lines = pipelines.get(pipeline);
        return lines == null ? new Page(List.of(), 0) : new Page(List.copyOf(lines.kept), lines.dropped);
    }

    synchronized void add(ScriptSource source, Printed printed) {
        if (printed.equals(Printed.NOTHING)) return;
        Lines lines = pipelines.computeIfAbsent(source.pipeline(), ignored -> new Lines());
        Instant now = clock.instant();
        for (Printed.Line line : printed.lines()) {
            lines.add(new Line(now, source.version(), line.level(), line.place(), line.text()));
        }
        lines.dropped += printed.dropped();
        if (pipelines.size() > PIPELINES)
            pipelines.remove(pipelines.keySet().iterator().next());
    }

    private static final class Lines {
        private final Deque<Line> kept = new ArrayDeque<>();
        private long dropped;
        private long minute;
        private int inMinute;

        void add(Line line) {
            long current = line.at().getEpochSecond() / 60;
            if (current != minute) {
                minute = current;
                inMinute = 0;
            }
            if (inMinute >= PER_MINUTE) {
                dropped++;
                return;
            }
            inMinute++;
            kept.addLast(line);
            if (kept.size() > KEPT) kept.removeFirst();
        }
    }
}
