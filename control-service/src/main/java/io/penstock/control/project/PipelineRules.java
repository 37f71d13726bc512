package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Rules of one pipeline that a JSON Schema cannot state: names that must exist elsewhere, and keys that depend on each
 * other.
 */
final class PipelineRules {
    /** Limits of Customer.io, in UTF-8 bytes. */
    private static final int LONGEST_EVENT = 100;

    private static final int LONGEST_ATTRIBUTE = 150;

    /** Records that wait name the version of their pipeline; the topic of the configuration keeps it longer. */
    static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private final At spec;
    private final String folder;
    private final References references;
    private final Consumer<Problem> problems;
    private final Set<String> columns;
    private final boolean scripted;

    private PipelineRules(At spec, String folder, References references, Consumer<Problem> problems) {
        this.spec = spec;
        this.folder = folder;
        this.references = references;
        this.problems = problems;
        this.columns = EventSourceRules.concern(spec.get("source"))
                ? EventSourceRules.columns(spec.get("source"))
                : spec.get("source").get("contract").get("columns").entries().keySet();
        this.scripted = spec.get("transform").present();
    }

    /**
     * Checks one.
     *
     * @param folder the pipeline's folder, with a slash at its end
     */
    static void check(At spec, String folder, References references, Consumer<Problem> problems) {
        PipelineRules rules = new PipelineRules(spec, folder, references, problems);
        if (EventSourceRules.concern(spec.get("source"))) {
            EventSourceRules.check(spec, references, problems);
        } else {
            TableSourceRules.check(spec.get("source"), rules::column, references, problems);
        }
        rules.identity();
        rules.transform();
        rules.emits();
        rules.destination();
    }

    private void identity() {
        At identity = spec.get("identity");
        identity.get("given").entries().forEach((type, column) -> {
            references.identifierType(type, column.problemAtKey(""), problems);
            if (!EventSourceRules.concern(spec.get("source"))) {
                column(column);
            }
        });
        identity.get("address")
                .items()
                .forEach(type ->
                        type.text().ifPresent(word -> references.identifierType(word, type.problem(""), problems)));
        Durations.atMost(
                LONGEST_WAIT,
                "as versions of pipelines are kept a few days longer",
                identity.get("unresolved").get("wait"),
                problems);
        At then = identity.get("unresolved").get("then");
        boolean isFree = identity.get("address").items().stream()
                .anyMatch(type -> type.text().filter("customerio_id"::equals).isPresent());
        if (then.text().filter("create"::equals).isPresent() && !isFree) {
            problems.accept(then.problem(
                    "expected customerio_id in spec.identity.address, under which create makes a person, found none"));
        }
        if (sends() && spec.sound() && !identity.present()) {
            problems.accept(
                    spec.problemAtKey("expected the key 'identity' in spec, as this pipeline sends calls, found none"));
            return;
        }
        if (sends()
                && needsAPerson()
                && identity.sound()
                && identity.get("address").isEmptyList()) {
            problems.accept(identity.problemAtKey(
                    "expected the key 'address' in spec.identity, as this pipeline sends calls, found none"));
        }
    }

    private void transform() {
        At transform = spec.get("transform");
        Durations.positive(transform.get("timeout"), problems);
        At script = transform.get("script");
        script.text()
                .filter(name -> !name.contains("/") && !references.paths().contains(folder + name))
                .ifPresent(name -> {
                    List<String> there = scripts();
                    problems.accept(script.problem("expected a file beside pipeline.yaml, found no %s%s"
                            .formatted(folder + name, Wording.hint(name, there))));
                });
    }

    private List<String> scripts() {
        return references.paths().stream()
                .filter(path -> path.startsWith(folder) && path.endsWith("js"))
                .map(path -> path.substring(folder.length()))
                .filter(name -> !name.contains("/"))
                .sorted()
                .toList();
    }

    private void emits() {
        Map<String, At> named = new HashMap<>();
        for (At emit : spec.get("emit").items()) {
            limited(emit.get("event"), LONGEST_EVENT, "an event name");
            visible(emit.get("event"), "an event name");
            visible(emit.get("name"), "a name");
            values(emit.get("attributes"), "an attribute name");
            values(emit.get("relation"), "an attribute name");
            values(emit.get("properties"), "a property name");
            Stream.of("seen", "id", "ids").map(emit::get).forEach(this::value);
            Stream.of("changes", "isTrue").map(emit.get("when")::get).forEach(this::value);
            emit.get("unset").items().forEach(name -> limited(name, LONGEST_ATTRIBUTE, "an attribute name"));
            crossing(emit.get("when"));
            unique(emit, named);
            DeletedRowRules.check(emit, spec.get("source").get("key"), problems);
        }
        EmitRules.check(spec.get("emit").items(), spec.get("destination"), problems);
    }

    private void unique(At emit, Map<String, At> named) {
        Optional<String> type = emit.get("type").text();
        String fallback = type.filter(word -> !word.equals("track")).orElse(null);
        String name = emit.get("name").text().or(() -> emit.get("event").text()).orElse(fallback);
        if (name != null && named.putIfAbsent(name, emit) != null) {
            At at = emit.get("name").present() ? emit.get("name") : emit;
            problems.accept(
                    at.problem("expected a name that no other rule has, found '%s' again (set name)".formatted(name)));
        }
    }

    /** Names part keys of state stores, and blank ones are none at Customer.io. */
    private void visible(At at, String what) {
        at.text()
                .filter(name -> !name.isEmpty())
                .filter(name -> name.isBlank() || name.chars().anyMatch(Character::isISOControl))
                .ifPresent(name -> problems.accept(at.problem("expected " + what + ", found "
                        + (name.isBlank() ? "blanks" : "one with a control character"))));
    }

    private void crossing(At when) {
        if (when.get("crosses").present()) {
            Stream.of("crosses", "modelVersion").map(when::get).forEach(this::value);
            CrossingRules.check(when, problems);
        }
    }

    private void destination() {
        At destination = spec.get("destination");
        references.connection(destination.get("connection"), "customerio", problems);
        if (!spec.sound()) {
            return;
        }
        boolean emits = spec.get("emit").present();
        if (emits && !destination.present()) {
            problems.accept(spec.get("emit")
                    .problemAtKey("expected the key 'destination' in spec, as there are emits, found none"));
        } else if (destination.present() && !emits && !scripted) {
            problems.accept(destination.problemAtKey(
                    "expected emit, or a script that returns calls, beside a destination, found neither"));
        }
    }

    private boolean needsAPerson() {
        List<At> emits = spec.get("emit").items();
        return emits.isEmpty() || emits.stream().anyMatch(EmitRules::needsAPerson);
    }

    private boolean sends() {
        return spec.get("emit").present() || spec.get("destination").present();
    }

    /** Names on the left within their limit; without a script, columns on the right. */
    private void values(At map, String what) {
        map.entries().forEach((name, value) -> {
            tooLong(name, LONGEST_ATTRIBUTE, what, value.problemAtKey(""));
            At from = value.get("from").present() ? value.get("from") : value;
            value(from, ExpressionSyntax::mistake);
            if (name.isBlank() && from.text().filter(ExpressionSyntax::isSpread).isEmpty()) {
                problems.accept(value.problemAtKey("expected " + what
                        + ", found a blank one, which only all of a struct (summary.*) may have as its prefix"));
            }
            if (value.node().isObject()
                    && value.sound()
                    && value.get("from").present() == value.get("value").present()) {
                problems.accept(value.problem("expected exactly one of the keys from and value, found "
                        + (value.get("from").present() ? "both" : "neither")));
            }
        });
    }

    private void limited(At at, int bytes, String what) {
        at.text().ifPresent(text -> tooLong(text, bytes, what, at.problem("")));
    }

    private void tooLong(String text, int bytes, String what, Problem at) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > bytes) {
            String message = "expected %s of at most %d bytes, found %d".formatted(what, bytes, length);
            problems.accept(new Problem(at.file(), at.line(), at.column(), message));
        }
    }

    /** A value that an emit refers to: what a script returns is not known here, a column is. */
    private void value(At at) {
        value(at, ExpressionSyntax::mistakeInOne);
    }

    private void value(At at, Function<String, Optional<String>> mistake) {
        Optional<String> wrong = at.text().filter(text -> !text.isEmpty()).flatMap(mistake);
        wrong.ifPresent(what -> problems.accept(at.problem(what)));
        if (wrong.isEmpty() && !scripted && spec.sound()) {
            at.text().ifPresent(path -> column(at, Expressions.column(path)));
        }
    }

    private void column(At at) {
        at.text().ifPresent(name -> column(at, name));
    }

    private void column(At at, String name) {
        if (!columns.isEmpty() && !columns.contains(name)) {
            problems.accept(at.problem("expected %s (%s), found '%s'%s"
                    .formatted(
                            EventSourceRules.concern(spec.get("source"))
                                    ? "a part of the message"
                                    : "a column of the contract",
                            String.join(", ", listed()),
                            name,
                            Wording.hint(name, columns))));
        }
    }

    private List<String> listed() {
        List<String> listed = new ArrayList<>(columns);
        return listed.size() <= 12 ? listed : List.of(listed.size() + " columns");
    }
}
