package io.penstock.webhook.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A table in memory that keeps the port's promises, and breaks down when told to. */
public final class FakeTable implements LakehouseTable {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> poison = ConcurrentHashMap.newKeySet();
    private final Deque<Merge> answers = new ArrayDeque<>();
    private int merges;

    /** Answers of the next merges, instead of merging. */
    public synchronized void answer(Merge... next) {
        answers.addAll(List.of(next));
    }

    /** A row with this id is never taken. */
    public void poison(String id) {
        poison.add(id);
    }

    public synchronized Set<String> ids() {
        return Set.copyOf(rows.keySet());
    }

    public synchronized Row row(String id) {
        return rows.get(id);
    }

    public synchronized int merges() {
        return merges;
    }

    @Override
    public synchronized CompletionStage<Merge> merge(List<Row> batch) {
        if (!answers.isEmpty()) {
            return CompletableFuture.completedFuture(answers.poll());
        }
        if (batch.stream().anyMatch(row -> poison.contains(row.id()))) {
            return CompletableFuture.completedFuture(new Merge.Refused("not_storable"));
        }
        merges++;
        long changed = batch.stream()
                .filter(row -> rows.putIfAbsent(row.id(), row) == null)
                .count();
        return CompletableFuture.completedFuture(new Merge.Done(changed));
    }
}
