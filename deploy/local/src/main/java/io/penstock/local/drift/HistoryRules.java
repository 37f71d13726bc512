package io.penstock.local.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.local.drift.History.Pipeline;
import io.penstock.local.drift.History.Step;
import io.penstock.schemas.Json;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.config.PipelineSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a history's file must keep beyond its keys. */
final class HistoryRules {
    private static final Set<String> STATES = Set.of("idle", "paused", "quarantined");
    private static final Set<String> CLASSES =
            Stream.of(SchemaChangeV1.Change.values()).map(HistoryRules::word).collect(Collectors.toSet());

    private final History history;
    private final List<String> faults = new ArrayList<>();
    private final SequencedMap<String, String> attributes = new LinkedHashMap<>();

    private HistoryRules(History history) {
        this.history = history;
    }

    /** A class of change as {@code onChange} spells it. */
    static String word(SchemaChangeV1.Change change) {
        return change == SchemaChangeV1.Change.ALL_NULL
                ? "allNull"
                : change.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Everything that is wrong, in words. */
    static List<String> faults(History history) {
        HistoryRules rules = new HistoryRules(history);
        if (history.title() == null
                || history.table() == null
                || history.table().columns() == null
                || history.table().features() == null
                || history.table().rows() == null
                || history.pipeline() == null
                || history.pipeline().change() == null
                || history.expect() == null) {
            return List.of("title, table (columns, features, rows), pipeline (change), steps and expect are needed");
        }
        rules.steps();
        rules.truth();
        rules.expectation(history.expect(), "expect");
        return rules.faults;
    }

    private void steps() {
        Pipeline pipeline = history.pipeline();
        pipeline(pipeline, "pipeline");
        attributes.putAll(pipeline.attributes());
        boolean polled = false;
        for (int i = 0; i < history.steps().size(); i++) {
            switch (history.steps().get(i)) {
                case Step.Apply(Pipeline change) -> {
                    pipeline = pipeline.then(change);
                    pipeline(pipeline, "steps[" + i + "].apply");
                    for (var attribute : pipeline.attributes().entrySet()) {
                        if (attributes.putIfAbsent(attribute.getKey(), attribute.getValue()) == null
                                && !history.truth().containsKey(attribute.getKey())) {
                            faults.add("truth: attribute " + attribute.getKey() + " comes with steps[" + i
                                    + "] and needs a lineage");
                        }
                    }
                }
                case Step.Expect(Expectation expectation) -> {
                    if (!(i > 0 && history.steps().get(i - 1) instanceof Step.Poll)) {
                        faults.add("steps[" + i + "]: expect must follow a poll");
                    }
                    expectation(expectation, "steps[" + i + "].expect");
                }
                case Step.Sql(List<String> statements) -> {
                    if (statements.stream().anyMatch(String::isBlank)) {
                        faults.add("steps[" + i + "]: an empty statement");
                    }
                }
                case Step.RestartIngest _ -> {}
                case Step.Poll _ -> polled = true;
            }
        }
        if (!polled || !(history.steps().getLast() instanceof Step.Poll)) {
            faults.add("steps: the last one must be poll");
        }
    }

    private void pipeline(Pipeline pipeline, String where) {
        try {
            Json.config().treeToValue(DriftProject.spec(history, pipeline), PipelineSpec.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            faults.add(where + " is no pipeline: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private void truth() {
        history.truth().keySet().stream()
                .filter(attribute -> !attribute.equals(History.KEY) && !attributes.containsKey(attribute))
                .forEach(attribute -> faults.add("truth: no version of the pipeline sends " + attribute));
    }

    private void expectation(Expectation expected, String where) {
        if (expected.state() != null && !STATES.contains(expected.state())) {
            faults.add(where + ": state must be one of " + STATES);
        }
        known(keys(expected.people()), where + ".people");
        known(expected.nobody(), where + ".nobody");
        known(keys(expected.events()), where + ".events");
        known(keys(expected.calls()), where + ".calls");
        known(expected.deleted(), where + ".deleted");
        if (expected.deadLetters() != null) {
            expected.deadLetters().values().forEach(people -> known(people, where + ".deadLetters"));
        }
        if (expected.people() != null) {
            expected.people()
                    .forEach((person, values) -> values.keySet().stream()
                            .filter(attribute -> !attributes.containsKey(attribute))
                            .forEach(attribute ->
                                    faults.add(where + "." + person + ": nothing sends attribute " + attribute)));
        }
        if (expected.changes() != null) {
            expected.changes().stream()
                    .filter(change -> !CLASSES.contains(change.change()))
                    .forEach(change -> faults.add(where + ": change must be one of " + CLASSES));
        }
    }

    private void known(Collection<String> people, String where) {
        SequencedSet<String> everybody = history.people();
        if (people != null) {
            people.stream()
                    .filter(person -> !everybody.contains(person))
                    .forEach(person -> faults.add(where + ": the history has no row of " + person));
        }
    }

    private static Collection<String> keys(Map<String, ?> map) {
        return map == null ? null : map.keySet();
    }
}
