package io.penstock.local.drift;

import io.penstock.local.drift.History.Pipeline;
import io.penstock.local.drift.History.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One history on its way: where it stands and what was seen. Handed from thread to thread, never shared. */
final class Playing {
    private final History history;
    private final Truth truth;
    private final List<Observation> observations = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private Pipeline pipeline;
    private int next;
    private String broken;

    Playing(History history) {
        this.history = history;
        this.truth = new Truth(history);
        this.pipeline = history.pipeline();
    }

    History history() {
        return history;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** The step it stands before; empty at the end, or if it broke. */
    Optional<Step> step() {
        return broken == null && next < history.steps().size()
                ? Optional.of(history.steps().get(next))
                : Optional.empty();
    }

    /** The table is made, or the statements before the next other step are run. */
    void write(Lake lake, boolean create) {
        try {
            if (create) {
                lake.run(Lake.creation(history));
            }
            while (step().orElse(null) instanceof Step.Sql(List<String> statements)) {
                for (String statement : statements) {
                    if (statement.toUpperCase(Locale.ROOT).contains("VACUUM")) {
                        truth.harvest(lake, lake.head(history));
                    }
                    lake.run(List.of(history.sql(statement)));
                }
                next++;
            }
        } catch (java.sql.SQLException e) {
            broken = "step " + (next + 1) + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = "interrupted";
        }
    }

    /** The new version of the pipeline, if that is the next step. */
    void apply() {
        if (step().orElse(null) instanceof Step.Apply(Pipeline change)) {
            pipeline = pipeline.then(change);
            next++;
        }
    }

    /** Something was done for all that this history asked for. */
    void pass() {
        next++;
    }

    /** After a poll: what was seen, compared with what is expected at this point. */
    void observed(Observation seen) {
        observations.add(seen);
        next++;
        while (step().orElse(null) instanceof Step.Expect(Expectation expectation)) {
            compare(expectation, seen, "after poll " + observations.size() + ": ");
            next++;
        }
        if (next == history.steps().size()) {
            compare(history.expect(), seen, "at the end: ");
        }
    }

    private void compare(Expectation expectation, Observation seen, String when) {
        Judge.differences(expectation, seen).forEach(difference -> differences.add(when + difference));
    }

    /** The table's own word on everything that was seen. */
    void judge(Lake lake) {
        try {
            if (broken == null) {
                truth.harvest(lake, lake.head(history));
            }
        } catch (java.sql.SQLException e) {
            broken = "truth: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = "interrupted";
        }
    }

    Verdict verdict() {
        if (broken != null) {
            return new Verdict(history, broken, List.copyOf(differences), List.of(), List.of());
        }
        return new Verdict(
                history,
                null,
                List.copyOf(differences),
                observations.stream()
                        .flatMap(seen -> Invariants.wrongValues(history, truth, seen).stream())
                        .distinct()
                        .toList(),
                Invariants.silentLosses(history, truth, observations.getLast()));
    }
}
