package io.penstock.transform.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.transform.core.Binding;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.value.ValueExpression;
import io.penstock.transform.wire.JsonValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what one rule does, without its condition. */
final class EmitReader {
    private EmitReader() {}

    /**
     * Reads it.
     *
     * @param crossing of a track
     * @throws IllegalArgumentException if it cannot be run; the message says what was expected and what came
     */
    static Emit read(PipelineSpec.Emit emit, String name, Optional<Crossing> crossing) {
        return switch (emit.type()) {
            case IDENTIFY -> new Emit.Identify(name, bindings(emit.attributes()), emit.unset());
            case TRACK -> new Emit.Track(name, required(emit.event(), "event"), crossing, bindings(emit.properties()));
            case PAGE -> new Emit.Seen(name, Call.Kind.PAGE, value(emit.seen(), "seen"), bindings(emit.properties()));
            case SCREEN ->
                new Emit.Seen(name, Call.Kind.SCREEN, value(emit.seen(), "seen"), bindings(emit.properties()));
            case OBJECT ->
                new Emit.Thing(
                        name,
                        required(emit.objectType(), "objectType"),
                        value(emit.id(), "id"),
                        bindings(emit.attributes()),
                        emit.unset(),
                        Optional.ofNullable(emit.relateTo()).map(person -> bindings(emit.relation())));
            case RELATIONSHIP ->
                new Emit.Relationship(
                        name,
                        switch (emit.action()) {
                            case SET -> Emit.Relationship.Action.SET;
                            case ADD -> Emit.Relationship.Action.ADD;
                            case REMOVE -> Emit.Relationship.Action.REMOVE;
                        },
                        required(emit.objectType(), "objectType"),
                        value(emit.ids(), "ids"),
                        bindings(emit.relation()));
            case DELETE ->
                emit.objectType() == null && emit.id() == null
                        ? new Emit.DeletePerson(name)
                        : new Emit.DeleteThing(name, required(emit.objectType(), "objectType"), value(emit.id(), "id"));
        };
    }

    /** One value. */
    static ValueExpression single(String text, String key) {
        ValueExpression expression = ValueExpression.parse(text);
        if (expression instanceof ValueExpression.Spread) {
            throw new IllegalArgumentException(key + ": expected one value, found a spread struct");
        }
        return expression;
    }

    private static ValueExpression value(String text, String key) {
        return single(required(text, key), key);
    }

    private static String required(String text, String key) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("expected " + key + ", found none");
        }
        return text;
    }

    private static List<Binding> bindings(Map<String, PipelineSpec.Given> declared) {
        return declared.entrySet().stream()
                .map(entry -> binding(entry.getKey(), value(entry.getValue())))
                .toList();
    }

    private static ValueExpression value(PipelineSpec.Given given) {
        if (given.from() != null) {
            return ValueExpression.parse(given.from());
        }
        ObjectNode holder = Json.wire().createObjectNode();
        holder.set("value", given.value());
        return new ValueExpression.Fixed(JsonValues.struct(holder).field("value"));
    }

    private static Binding binding(String name, ValueExpression value) {
        if (name.isBlank() && !(value instanceof ValueExpression.Spread)) {
            throw new IllegalArgumentException(
                    "expected a name, found a blank; only a spread struct may have no prefix");
        }
        return new Binding(name, value);
    }
}
