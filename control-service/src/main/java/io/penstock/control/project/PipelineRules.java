package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Rules of one pipeline that a JSON Schema cannot state: names that must exist elsewhere, and keys that depend on each
 * other.
 */
final class PipelineRules {
    /** Limits of Customer.io, in UTF-8 bytes. */
    private static final int LONGEST_EVENT = 100;

    private static final int LONGEST_ATTRIBUTE = 150;

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
            rules.source();
            rules.contract();
        }
        rules.identity();
        rules.transform();
        rules.emits();
        rules.destination();
    }

    private void source() {
        At source = spec.get("source");
        references.connection(source.get("connection"), "databricks", problems);
        At table = source.get("table");
        At query = source.get("query");
        if (source.sound() && table.present() == query.present()) {
            problems.accept(
                    source.problemAtKey("expected exactly one of the keys table and query in spec.source, found "
                            + (table.present() ? "both" : "neither")));
        }
        source.get("key").items().forEach(this::column);
        At change = source.get("change");
        column(change.get("column"));
        Optional<String> by = change.get("by").text();
        schedule(change, query.present());
        if (source.sound()
                && isEmpty(source.get("key"))
                && by.filter("snapshot"::equals).isEmpty()) {
            problems.accept(source.problemAtKey(
                    "expected the key 'key' in spec.source, as only by: snapshot can do without, found none"));
        }
        if (query.present()
                && by.filter(Set.of("row-version", "change-feed")::contains).isPresent()) {
            problems.accept(change.get("by")
                    .problem("expected watermark or snapshot for a query, found '" + by.get()
                            + "', which needs a table"));
        }
    }

    private void schedule(At change, boolean query) {
        Durations.parse(change.get("lookback"), problems);
        Durations.positive(change.get("every"), problems);
        Schedules.cron(change.get("cron"), problems);
        Schedules.zone(change.get("zone"), problems);
        if (query && change.get("live").isTrue()) {
            problems.accept(change.get("live")
                    .problem("expected live only with a table, as a query has no version, found true"));
        }
        At deletes = change.get("deletes");
        if (query && deletes.text().filter("compare"::equals).isPresent()) {
            problems.accept(deletes.problem(
                    "expected ignore for a query, found 'compare', which needs the versions of a table"));
        }
    }

    private void contract() {
        spec.get("source").get("contract").get("columns").entries().forEach((name, column) -> {
            if (column.get("required").isTrue() && column.get("optional").isTrue()) {
                problems.accept(
                        column.get("optional").problemAtKey("expected required or optional, found both to be true"));
            }
            Optional<BigDecimal> min = column.get("min").number();
            Optional<BigDecimal> max = column.get("max").number();
            if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
                problems.accept(column.get("max")
                        .problem("expected max to be at least min (%s), found %s".formatted(min.get(), max.get())));
            }
            column.get("was")
                    .items()
                    .forEach(former -> former.text()
                            .filter(columns::contains)
                            .ifPresent(text -> problems.accept(former.problem("expected a former name, found '" + text
                                    + "', which is a column of the contract"))));
        });
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
        Durations.parse(identity.get("unresolved").get("wait"), problems);
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
        if (sends() && needsAPerson() && identity.sound() && isEmpty(identity.get("address"))) {
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
            values(emit.get("attributes"), "an attribute name");
            values(emit.get("relation"), "an attribute name");
            values(emit.get("properties"), "a property name");
            Stream.of("seen", "id", "ids").map(emit::get).forEach(this::value);
            Stream.of("changes", "isTrue").map(emit.get("when")::get).forEach(this::value);
            emit.get("unset").items().forEach(name -> limited(name, LONGEST_ATTRIBUTE, "an attribute name"));
            crossing(emit.get("when"));
            unique(emit, named);
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

    private void crossing(At when) {
        At crosses = when.get("crosses");
        value(crosses);
        Optional<BigDecimal> above = when.get("above").number();
        Optional<BigDecimal> below = when.get("below").number();
        if (!crosses.present()) {
            return;
        }
        Optional<BigDecimal> either = when.get("either").number();
        value(when.get("modelVersion"));
        Durations.positive(when.get("dwell"), problems);
        Durations.positive(when.get("coolDown"), problems);
        long levels =
                Stream.of(above, below, either).filter(Optional::isPresent).count();
        if (when.sound() && levels != 1) {
            problems.accept(when.problemAtKey("expected exactly one of the keys above, below and either, found "
                    + (levels == 0 ? "none" : "several")));
            return;
        }
        either.ifPresent(level -> {
            misplaced(when.get("rearmAbove"), "rearmBelow", "either");
            rearm(when.get("rearmBelow"), level, -1, "at most either");
        });
        above.ifPresent(level -> {
            misplaced(when.get("rearmAbove"), "rearmBelow", "above");
            rearm(when.get("rearmBelow"), level, -1, "at most above");
        });
        below.ifPresent(level -> {
            misplaced(when.get("rearmBelow"), "rearmAbove", "below");
            rearm(when.get("rearmAbove"), level, 1, "at least below");
        });
    }

    private void misplaced(At at, String right, String side) {
        if (at.present()) {
            String wrong = right.equals("rearmBelow") ? "rearmAbove" : "rearmBelow";
            problems.accept(at.problemAtKey("expected %s with %s, found '%s'".formatted(right, side, wrong)));
        }
    }

    private void rearm(At at, BigDecimal level, int direction, String bound) {
        at.number()
                .filter(rearm -> rearm.compareTo(level) * direction < 0)
                .ifPresent(rearm -> problems.accept(
                        at.problem("expected a re-arm level %s (%s), found %s".formatted(bound, level, rearm))));
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
            value(value.get("from").present() ? value.get("from") : value);
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
        if (!scripted && spec.sound()) {
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

    private static boolean isEmpty(At list) {
        return !list.present() || list.node().isArray() && list.node().isEmpty();
    }
}
