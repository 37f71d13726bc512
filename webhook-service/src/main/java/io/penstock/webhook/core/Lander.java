package io.penstock.webhook.core;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;

/**
 * Brings batches of rows into one table, however long that takes. What the table will not take now is tried again with
 * full jitter; what it will never take is found by halving.
 *
 * <p>One batch at a time: the caller waits for one before it brings the next.
 */
public final class Lander {
    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration CAP = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final String WORKING = "ok";

    private final LakehouseTable table;
    private final Alarm alarm;
    private final DoubleSupplier random;
    private volatile String state = WORKING;

    /** @param random each call in [0, 1) */
    public Lander(LakehouseTable table, Alarm alarm, DoubleSupplier random) {
        this.table = table;
        this.alarm = alarm;
        this.random = random;
    }

    /** {@code ok}, or the code of what the batch under way is waiting for. */
    public String state() {
        return state;
    }

    /**
     * Lands a batch.
     *
     * @param rows copies of a row may be among them; the last one counts
     * @param limits of one merge
     * @return completes when every row is in the table or known to be unlandable; never exceptionally
     */
    public CompletionStage<Landing> land(List<Row> rows, Limits limits) {
        Run run = new Run(split(distinct(rows), limits));
        run.next();
        return run.done;
    }

    /**
     * Bounds of one merge.
     *
     * @param rows most rows
     * @param bytes most JSON characters, about the bytes of the statement's parameter
     */
    public record Limits(int rows, long bytes) {
        public Limits {
            if (rows < 1) {
                throw new IllegalArgumentException("a merge must have room for at least one row, found " + rows);
            }
        }
    }

    private static Collection<Row> distinct(List<Row> rows) {
        Map<String, Row> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        return byId.values();
    }

    private static Deque<List<Row>> split(Collection<Row> rows, Limits limits) {
        Deque<List<Row>> parts = new ArrayDeque<>();
        List<Row> part = new ArrayList<>();
        long bytes = 0;
        for (Row row : rows) {
            boolean full = part.size() == limits.rows() || bytes + row.json().length() > limits.bytes();
            if (full && !part.isEmpty()) {
                parts.addLast(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(row);
            bytes += row.json().length();
        }
        if (!part.isEmpty()) {
            parts.addLast(part);
        }
        return parts;
    }

    /** Earliest date among rows: what a merge may prune by. */
    public static LocalDate earliest(List<Row> rows) {
        return rows.stream().map(Row::date).min(LocalDate::compareTo).orElseThrow();
    }

    private final class Run {
        private final CompletableFuture<Landing> done = new CompletableFuture<>();
        private final Deque<List<Row>> parts;
        private final List<Landing.Unlandable> unlandable = new ArrayList<>();
        private long landed;
        private int merges;
        private int failures;

        Run(Deque<List<Row>> parts) {
            this.parts = parts;
        }

        void next() {
            if (parts.isEmpty()) {
                state = WORKING;
                done.complete(new Landing(landed, merges, unlandable));
                return;
            }
            merge(parts.peekFirst()).whenComplete((merge, fault) -> {
                try {
                    take(fault == null ? merge : new Merge.NotNow("internal_error"));
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        }

        private CompletionStage<Merge> merge(List<Row> part) {
            try {
                return table.merge(part);
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(new Merge.NotNow("internal_error"));
            }
        }

        private void take(Merge merge) {
            switch (merge) {
                case Merge.Done _ -> {
                    landed += parts.removeFirst().size();
                    merges++;
                    failures = 0;
                    state = WORKING;
                    next();
                }
                case Merge.Refused refused -> {
                    halve(parts.removeFirst(), refused.code());
                    next();
                }
                case Merge.NotNow later -> {
                    state = later.code();
                    failures++;
                    long bound = Math.min(CAP.toMillis(), BASE.toMillis() << Math.min(failures - 1, 20));
                    alarm.after(Duration.ofMillis((long) (bound * random.getAsDouble())), this::next);
                }
                case Merge.NotConfigured _ -> {
                    state = "not_configured";
                    alarm.after(IDLE, this::next);
                }
            }
        }

        private void halve(List<Row> part, String code) {
            if (part.size() == 1) {
                unlandable.add(new Landing.Unlandable(part.getFirst(), code));
                return;
            }
            int middle = part.size() / 2;
            parts.addFirst(part.subList(middle, part.size()));
            parts.addFirst(part.subList(0, middle));
        }
    }
}
