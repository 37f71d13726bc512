package io.penstock.local.drift;

import io.penstock.local.drift.History.Pipeline;
import io.penstock.local.drift.History.Step;
import java.sql.SQLException;
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

    /** Makes the table. */
    void create(Lake lake) {
        carefully("table", () -> lake.run(Lake.creation(history)));
    }

    /** Runs the statements before the next other step. */
    void write(Lake lake) {
        while (step().orElse(null) instanceof Step.Sql(List<String> statements)) {
            carefully("step " + (next + 1), () -> {
                for (String statement : statements) {
                    if (statement.toUpperCase(Locale.ROOT).contains("VACUUM")) {
                        truth.readEveryVersion(lake, lake.head(history));
                    }
                    lake.run(List.of(history.sql(statement)));
                }
            });
            next++;
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

    /**
     * After a poll: what was seen, compared with what is expected at this point.
     *
     * @return the differences
     */
    List<String> observed(Observation seen) {
        int known = differences.size();
        observations.add(seen);
        next++;
        while (step().orElse(null) instanceof Step.Expect(Expectation expectation)) {
            compare(expectation, seen, "after poll " + observations.size() + ": ");
            next++;
        }
        if (next == history.steps().size()) {
            compare(history.expect(), seen, "at the end: ");
        }
        return List.copyOf(differences.subList(known, differences.size()));
    }

    private void compare(Expectation expectation, Observation seen, String when) {
        Judge.differences(expectation, seen).forEach(difference -> differences.add(when + difference));
    }

    /** The table's own word on its newest version. Nobody may write to it meanwhile. */
    void read(Lake lake) {
        carefully("truth", () -> truth.read(lake, lake.head(history)));
    }

    /** The table's own word on every version, if anything that was seen is not explained by those that were read. */
    void readFurther(Lake lake) {
        if (broken == null && !wrongValues().isEmpty()) {
            carefully("truth", () -> truth.readEveryVersion(lake, lake.head(history)));
        }
    }

    private List<String> wrongValues() {
        return observations.stream()
                .flatMap(seen -> Invariants.wrongValues(history, truth, seen).stream())
                .distinct()
                .toList();
    }

    /** Something on the lake. */
    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /** A history that cannot be played on does not disturb the others. */
    private void carefully(String what, Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            broken = what + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = what + ": interrupted";
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
                wrongValues(),
                Invariants.silentLosses(history, truth, observations.getLast()));
    }
}
