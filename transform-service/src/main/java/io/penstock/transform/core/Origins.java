package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From which column, or value of the script, an attribute or property comes; for messages. */
final class Origins {
    private Origins() {}

    /** As messages say it, behind the name of what came from there. */
    static String said(Optional<String> column) {
        return column.map(name -> " (from " + name + ")").orElse("");
    }

    /** The name; empty if the rule is none of these, or gives the attribute a value of its own. */
    static Optional<String> of(List<Emit> emits, String emit, String name) {
        return emits.stream()
                .filter(rule -> rule.name().equals(emit))
                .flatMap(Origins::bindings)
                .filter(binding -> binding.value() instanceof ValueExpression.Spread
                        ? name.startsWith(binding.name())
                        : name.equals(binding.name()))
                .flatMap(binding -> binding.value().column().stream())
                .findFirst();
    }

    /** From where the rule takes which thing, page or screen it is about; empty if it takes that from no column. */
    static Optional<String> ofName(List<Emit> emits, String emit) {
        return emits.stream()
                .filter(rule -> rule.name().equals(emit))
                .flatMap(rule -> named(rule).stream())
                .flatMap(name -> name.column().stream())
                .findFirst();
    }

    private static Optional<ValueExpression> named(Emit emit) {
        return switch (emit) {
            case Emit.Seen seen -> Optional.of(seen.seen());
            case Emit.Thing thing -> Optional.of(thing.id());
            case Emit.Relationship relationship -> Optional.of(relationship.ids());
            case Emit.DeleteThing thing -> Optional.of(thing.id());
            case Emit.Identify ignored -> Optional.empty();
            case Emit.Track ignored -> Optional.empty();
            case Emit.DeletePerson ignored -> Optional.empty();
            case Emit.If rule -> named(rule.then());
        };
    }

    /** All names of a rule and what they take. */
    static Stream<Binding> bindings(Emit emit) {
        return switch (emit) {
            case Emit.Identify identify -> identify.attributes().stream();
            case Emit.Track track -> track.properties().stream();
            case Emit.Seen seen -> seen.properties().stream();
            case Emit.Thing thing ->
                Stream.concat(
                        thing.attributes().stream(), thing.relation().stream().flatMap(List::stream));
            case Emit.Relationship relationship -> relationship.relation().stream();
            case Emit.DeletePerson ignored -> Stream.empty();
            case Emit.DeleteThing ignored -> Stream.empty();
            case Emit.If rule -> bindings(rule.then());
        };
    }
}
