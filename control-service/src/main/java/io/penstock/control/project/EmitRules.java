package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to stand together in an emit, and names that act by themselves at Customer.io. */
final class EmitRules {
    private static final List<String> CONDITIONS = List.of("crosses", "changes", "isTrue", "row");
    private static final List<String> LEVELS =
            List.of("above", "below", "either", "rearmBelow", "rearmAbove", "dwell", "coolDown", "modelVersion");

    private final Set<String> allowed;
    private final Consumer<Problem> problems;

    private EmitRules(At destination, Consumer<Problem> problems) {
        this.problems = problems;
        allowed = destination.get("allowNames").items().stream()
                .flatMap(name -> name.text().stream())
                .map(ReservedNames::plain)
                .collect(Collectors.toSet());
    }

    /**
     * Checks all of a pipeline.
     *
     * @param destination of the pipeline, which says what it allows
     */
    static void check(List<At> emits, At destination, Consumer<Problem> problems) {
        EmitRules rules = new EmitRules(destination, problems);
        destination.get("allowNames").items().forEach(rules::isReserved);
        rules.truncated(emits, destination.get("truncate").items());
        emits.forEach(rules::check);
    }

    /** Whether a call of the emit is about a person, who then needs an address. */
    static boolean needsAPerson(At emit) {
        return switch (emit.get("type").text().orElse("")) {
            case "object" -> emit.get("relateTo").present();
            case "delete" -> !emit.get("objectType").present();
            default -> true;
        };
    }

    private void check(At emit) {
        reserved(emit);
        condition(emit.get("when"));
        switch (emit.get("type").text().orElse("")) {
            case "identify" -> identify(emit);
            case "object" -> object(emit);
            case "delete" -> delete(emit);
            default -> {}
        }
    }

    private void identify(At emit) {
        if (emit.sound()
                && !emit.get("attributes").present()
                && !emit.get("unset").present()) {
            problems.accept(emit.problem("expected attributes or unset with type identify, found neither"));
        }
    }

    private void object(At emit) {
        if (emit.sound()
                && emit.get("relation").present()
                && !emit.get("relateTo").present()) {
            problems.accept(emit.get("relation").problemAtKey("expected relateTo: person beside relation, found none"));
        }
    }

    private void delete(At emit) {
        if (!emit.sound()) {
            return;
        }
        boolean type = emit.get("objectType").present();
        if (type != emit.get("id").present()) {
            problems.accept(emit.problem("expected objectType and id for an object, or neither for the person, found "
                    + (type ? "objectType" : "id") + " alone"));
        }
        if (!emit.get("when").present()) {
            problems.accept(
                    emit.problem("expected the key 'when' with type delete, as every row would delete, found none"));
        }
    }

    private void condition(At when) {
        if (!when.sound()) {
            return;
        }
        List<String> found =
                CONDITIONS.stream().filter(key -> when.get(key).present()).toList();
        if (found.size() != 1) {
            problems.accept(when.problemAtKey("expected exactly one of the keys " + String.join(", ", CONDITIONS)
                    + ", found " + (found.isEmpty() ? "none" : String.join(" and ", found))));
            return;
        }
        if (!found.getFirst().equals("crosses")) {
            LEVELS.stream()
                    .map(when::get)
                    .filter(At::present)
                    .forEach(level -> problems.accept(
                            level.problemAtKey("expected a level only beside crosses, found " + found.getFirst())));
        }
        At first = when.get("first");
        if (first.present() && !Set.of("crosses", "changes").contains(found.getFirst())) {
            problems.accept(
                    first.problemAtKey("expected first only beside crosses or changes, found " + found.getFirst()));
        }
    }

    private void reserved(At emit) {
        At event = emit.get("event");
        event.text()
                .flatMap(ReservedNames::event)
                .filter(name -> !isAllowed(name))
                .ifPresent(name -> problems.accept(event.problem(
                        "expected an event that only happens, found '%s', which acts at Customer.io (if it is meant: destination.allowNames)"
                                .formatted(name))));
        reserved(
                emit.get("properties"),
                ReservedNames::property,
                "expected a property that is only data, found '%s', which redirects messages");
        if (emit.get("type").text().filter("identify"::equals).isPresent()) {
            reserved(
                    emit.get("attributes"),
                    ReservedNames::attribute,
                    "expected an attribute that is only data, found '%s', which steers the call");
        }
    }

    private void reserved(At names, Function<String, Optional<String>> reserved, String problem) {
        names.entries()
                .forEach((key, value) -> reserved.apply(key)
                        .filter(name -> !isAllowed(name))
                        .ifPresent(name -> problems.accept(value.problemAtKey(problem.formatted(name)
                                + " at Customer.io (if it is meant: destination.allowNames)"))));
    }

    /**
     * Names that are cut have to be somewhere; what a script's send form or all of a struct brings is not known here.
     */
    private void truncated(List<At> emits, List<At> truncated) {
        Map<String, At> named = new LinkedHashMap<>();
        emits.forEach(emit -> Stream.of("attributes", "relation", "properties")
                .forEach(key -> named.putAll(emit.get(key).entries())));
        boolean unknown = emits.isEmpty()
                || named.values().stream()
                        .anyMatch(value -> Stream.of(value, value.get("from"))
                                .flatMap(from -> from.text().stream())
                                .anyMatch(ExpressionSyntax::isSpread));
        if (!unknown) {
            truncated.forEach(name -> name.text()
                    .filter(text -> !named.containsKey(text))
                    .ifPresent(text -> problems.accept(
                            name.problem("expected an attribute or a property of an emit (%s), found '%s'%s"
                                    .formatted(
                                            String.join(", ", named.keySet()),
                                            text,
                                            Wording.hint(text, named.keySet()))))));
        }
    }

    private void isReserved(At name) {
        Optional<String> unknown = name.text()
                .filter(text -> ReservedNames.all().stream()
                        .noneMatch(reserved -> ReservedNames.plain(reserved).equals(ReservedNames.plain(text))));
        unknown.ifPresent(text -> problems.accept(name.problem("expected a reserved name (%s), found '%s'%s"
                .formatted(String.join(", ", ReservedNames.all()), text, Wording.hint(text, ReservedNames.all())))));
    }

    private boolean isAllowed(String name) {
        return allowed.contains(ReservedNames.plain(name));
    }
}
