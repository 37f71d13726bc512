package io.penstock.customerio.sandbox.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything received, in order, and how often what became of it. Kept in memory: some 500 bytes an operation. Guarded
 * by its intake.
 */
final class OperationLog {

    private final JsonFactory json = new JsonFactory().setRootValueSeparator(",");
    private final List<ReceivedOperation> operations = new ArrayList<>();
    private final Map<String, Map<Verdict, Long>> counts = new TreeMap<>();

    void add(ReceivedOperation operation) {
        operations.add(operation);
        count(operation, 1);
    }

    void decide(ReceivedOperation operation, Outcome outcome) {
        count(operation, -1);
        operation.decide(outcome.verdict(), outcome.reason());
        count(operation, 1);
    }

    private void count(ReceivedOperation operation, long by) {
        counts.computeIfAbsent(operation.type() + " " + operation.action(), none -> new EnumMap<>(Verdict.class))
                .merge(operation.verdict(), by, Long::sum);
    }

    long lastSeq() {
        return operations.isEmpty() ? 0 : operations.getLast().seq();
    }

    long lastRequest() {
        return operations.isEmpty() ? 0 : operations.getLast().request();
    }

    /**
     * Up to {@code limit} operations after a number as JSON, with commas in between. Numbers count from 1 without gaps.
     */
    byte[] render(long since, int limit) {
        int from = Math.clamp(since, 0, operations.size());
        int to = Math.min(operations.size(), from + limit);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(text)) {
            for (ReceivedOperation operation : operations.subList(from, to)) {
                operation.write(generator);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toByteArray();
    }

    ObjectNode summary() {
        Map<Verdict, Long> totals = new EnumMap<>(Verdict.class);
        ObjectNode byAction = Json.object();
        counts.forEach((action, verdicts) -> {
            ObjectNode row = byAction.putObject(action);
            verdicts.forEach((verdict, count) -> {
                totals.merge(verdict, count, Long::sum);
                if (count != 0) {
                    row.put(verdict.label(), count);
                }
            });
        });
        ObjectNode summary = Json.object();
        long rejected = totals.getOrDefault(Verdict.REJECTED, 0L);
        long accepted = operations.size() - rejected;
        summary.put("received", operations.size()).put("accepted", accepted);
        long decided = 0;
        for (Verdict verdict : Verdict.values()) {
            long count = totals.getOrDefault(verdict, 0L);
            summary.put(verdict.label(), count);
            decided += verdict == Verdict.REJECTED ? 0 : count;
        }
        summary.put("balanced", accepted == decided);
        summary.put("requests", lastRequest());
        summary.set("by_action", byAction);
        return summary;
    }
}
