package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.SchemaChangeV1;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares an observation with an expectation. */
final class Judge {
    private final Expectation expected;
    private final Observation found;
    private final List<String> differences = new ArrayList<>();

    private Judge(Expectation expected, Observation found) {
        this.expected = expected;
        this.found = found;
    }

    /** Everything that differs, {@code what: expected …, found …}. */
    static List<String> differences(Expectation expected, Observation found) {
        Judge judge = new Judge(expected, found);
        judge.state();
        judge.people();
        judge.calls();
        judge.changes();
        judge.rows();
        return judge.differences;
    }

    private void state() {
        if (expected.state() != null && !expected.state().equals(found.state())) {
            differs("state", expected.state(), found.state() + (found.detail().isBlank() ? "" : ": " + found.detail()));
        }
        if (!holds(found.detail(), expected.detail())) {
            differs("detail", "… " + expected.detail() + " …", found.detail());
        }
    }

    private void people() {
        if (expected.nobody() != null) {
            expected.nobody().stream()
                    .filter(found.attributes()::containsKey)
                    .forEach(person ->
                            differs(person, "nobody", found.attributes().get(person)));
        }
        if (expected.people() != null) {
            expected.people().forEach((person, wanted) -> {
                Map<String, JsonNode> attributes = found.attributes().get(person);
                if (attributes == null) {
                    differs(person, wanted, "nobody");
                } else {
                    attributes(person, wanted, attributes);
                }
            });
        }
        if (expected.events() != null) {
            expected.events()
                    .forEach((person, wanted) ->
                            events(person, wanted, found.events().getOrDefault(person, List.of())));
        }
    }

    private void attributes(String person, Map<String, JsonNode> wanted, Map<String, JsonNode> attributes) {
        Set<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(attributes.keySet());
        for (String name : names) {
            JsonNode want = wanted.get(name);
            JsonNode got = attributes.get(name);
            if (want == null || got == null || !Values.same(want, got)) {
                differs(person + "." + name, want == null ? "no such attribute" : want, got == null ? "none" : got);
            }
        }
    }

    private void events(String person, List<Expectation.Event> wanted, List<Expectation.Event> received) {
        boolean same = wanted.size() == received.size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = wanted.get(i).name().equals(received.get(i).name())
                    && same(wanted.get(i).properties(), received.get(i).properties());
        }
        if (!same) {
            differs(person + "'s events", wanted, received);
        }
    }

    private static boolean same(Map<String, JsonNode> wanted, Map<String, JsonNode> got) {
        Map<String, JsonNode> properties = wanted == null ? Map.of() : wanted;
        Set<String> declared = new TreeSet<>(got.keySet());
        declared.removeIf(name -> name.startsWith("crossing_") && !properties.containsKey(name));
        return properties.keySet().equals(declared)
                && properties.entrySet().stream()
                        .allMatch(each -> Values.same(each.getValue(), got.get(each.getKey())));
    }

    private void calls() {
        if (expected.calls() != null) {
            expected.calls().forEach((person, wanted) -> {
                if (!wanted.equals(found.calls().getOrDefault(person, 0))) {
                    differs(person + "'s identify calls", wanted, found.calls().getOrDefault(person, 0));
                }
            });
        }
    }

    private void changes() {
        if (expected.changes() == null) {
            return;
        }
        List<SchemaChangeV1> open = distinct();
        for (Expectation.Change wanted : expected.changes()) {
            List<SchemaChangeV1> candidates =
                    open.stream().filter(change -> fits(wanted, change)).toList();
            if (candidates.isEmpty()) {
                List<String> near = open.stream()
                        .filter(change -> HistoryRules.word(change.change()).equals(wanted.change()))
                        .map(Judge::told)
                        .toList();
                differs("schema change", wanted, near.isEmpty() ? "none of its class" : near);
            } else {
                open.remove(candidates.getFirst());
            }
        }
        open.forEach(change -> differs("schema change", "none", told(change)));
    }

    private List<SchemaChangeV1> distinct() {
        Set<List<Object>> known = new HashSet<>();
        List<SchemaChangeV1> distinct = new ArrayList<>();
        for (SchemaChangeV1 change : found.changes()) {
            if (known.add(java.util.Arrays.asList(
                    change.change(), change.column(), change.before(), change.after(), change.policy()))) {
                distinct.add(change);
            }
        }
        return distinct;
    }

    private static boolean fits(Expectation.Change wanted, SchemaChangeV1 change) {
        return wanted.change().equals(HistoryRules.word(change.change()))
                && (wanted.column() == null || wanted.column().equals(change.column()))
                && (wanted.before() == null || wanted.before().equalsIgnoreCase(Objects.toString(change.before(), "")))
                && (wanted.after() == null || wanted.after().equalsIgnoreCase(Objects.toString(change.after(), "")))
                && (wanted.policy() == null || wanted.policy().equals(change.policy()))
                && (wanted.touches() == null || new TreeSet<>(wanted.touches()).equals(new TreeSet<>(change.touches())))
                && holds(change.evidence(), wanted.evidence())
                && holds(change.action(), wanted.action())
                && ("none".equals(wanted.proposal())
                        ? change.proposal() == null
                        : holds(change.proposal(), wanted.proposal()));
    }

    private void rows() {
        if (expected.deadLetters() != null) {
            Map<String, Set<String>> wanted = new TreeMap<>();
            expected.deadLetters().forEach((code, people) -> wanted.put(code, new TreeSet<>(people)));
            Map<String, Set<String>> open = new TreeMap<>();
            found.deadLetters()
                    .forEach((person, letter) -> open.computeIfAbsent(code(letter), each -> new TreeSet<>())
                            .add(person));
            if (!wanted.equals(open)) {
                differs("open dead letters", wanted, open);
            }
        }
        if (expected.deleted() != null && !new TreeSet<>(expected.deleted()).equals(new TreeSet<>(found.deleted()))) {
            differs("deleted rows", expected.deleted(), found.deleted());
        }
    }

    private static String code(DeadLetterV1 letter) {
        return letter.code();
    }

    private static boolean holds(String text, String words) {
        return words == null || text != null && text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    private static String told(SchemaChangeV1 change) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("change", HistoryRules.word(change.change()));
        told.put("column", change.column());
        told.put("before", change.before());
        told.put("after", change.after());
        told.put("policy", change.policy());
        told.put("evidence", change.evidence());
        told.put("action", change.action());
        told.put("proposal", change.proposal());
        told.put("touches", change.touches());
        return told.toString();
    }

    private void differs(String what, Object wanted, Object got) {
        differences.add(what + ": expected " + wanted + ", found " + got);
    }
}
