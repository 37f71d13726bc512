package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From which column, or value of the script, an attribute or property comes; for messages. */
final class Origins {
    private Origins() {}

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
