package io.penstock.control.http;

import io.penstock.control.core.Plan;
import java.util.List;
import java.util.Locale;

/** The JSON that is answered. Part of the interface: names stay. */
final class Answers {
    private Answers() {}

    /** What is wrong, each as {@code file:line:column: message}. */
    record Errors(List<String> errors) {}

    /** A plan that was carried out. */
    record PlanAnswer(String workspace, List<StepAnswer> entries) {}

    /**
     * One key of it.
     *
     * @param version in force now, 0 if it was removed
     * @param change {@code new | changed | unchanged | removed}
     */
    record StepAnswer(String key, long version, String change) {
        @Override
        public String toString() {
            return key + "@" + version + " " + change;
        }
    }

    static PlanAnswer of(Plan plan) {
        return new PlanAnswer(
                plan.workspace(),
                plan.steps().stream()
                        .map(step -> new StepAnswer(
                                step.key().toString(),
                                step.to(),
                                step.change().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }
}
