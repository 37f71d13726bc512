package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Lookup;
import io.penstock.transform.core.value.Numeric;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Applies the emit rules of a pipeline to the values of one record. All or nothing: one value that does not fit refuses
 * the whole record, and then no side moves. Used once, by one thread.
 */
public final class Classification {
    private final Function<String, Optional<Side>> sides;
    private final StructValue values;
    private final Instant asOf;
    private final List<Call> calls = new ArrayList<>();
    private final SequencedMap<String, Side> moved = new LinkedHashMap<>();
    private int fired;

    private Classification(StructValue values, Instant asOf, Function<String, Optional<Side>> sides) {
        this.values = values;
        this.asOf = asOf;
        this.sides = sides;
    }

    /**
     * Applies the rules.
     *
     * @param asOf as-of time of the record
     * @param sides last side by emit name
     */
    public static Classified of(
            List<Emit> emits, StructValue values, Instant asOf, Function<String, Optional<Side>> sides) {
        return new Classification(values, asOf, sides).apply(emits);
    }

    private Classified apply(List<Emit> emits) {
        for (Emit emit : emits) {
            Optional<Classified.Refused> refused = switch (emit) {
                case Emit.Identify identify -> identify(identify);
                case Emit.Track track -> track(track);
            };
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return new Classified.Calls(calls, moved, fired);
    }

    private Optional<Classified.Refused> identify(Emit.Identify identify) {
        return switch (body(identify.attributes())) {
            case Body.Bad bad -> Optional.of(bad.refused());
            case Body.Good(StructValue attributes) -> {
                List<String> unset = identify.unset().stream()
                        .filter(name -> !attributes.fields().containsKey(name))
                        .toList();
                if (!attributes.fields().isEmpty() || !unset.isEmpty()) {
                    calls.add(new Call(
                            Call.Kind.IDENTIFY,
                            identify.name(),
                            Optional.empty(),
                            attributes,
                            unset,
                            Optional.empty()));
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Classified.Refused> track(Emit.Track track) {
        if (track.crossing().isEmpty()) {
            return event(track);
        }
        Crossing crossing = track.crossing().get();
        return switch (number(crossing.watched())) {
            case Watched.Bad bad -> Optional.of(bad.refused());
            case Watched.Good(Optional<BigDecimal> value) ->
                switch (crossing.take(sides.apply(track.name()), value, asOf)) {
                    case Crossing.Step.Unchanged ignored -> Optional.empty();
                    case Crossing.Step.Moved step -> {
                        moved.put(track.name(), step.side());
                        yield Optional.empty();
                    }
                    case Crossing.Step.Fired step -> {
                        moved.put(track.name(), step.side());
                        fired++;
                        yield event(track);
                    }
                };
        };
    }

    private Optional<Classified.Refused> event(Emit.Track track) {
        if (ReservedNames.isEvent(track.event())) {
            return Optional.of(new Classified.Refused(
                    Refusal.RESERVED_NAME, "event '" + track.event() + "' is reserved by the destination"));
        }
        return switch (body(track.properties())) {
            case Body.Bad bad -> Optional.of(bad.refused());
            case Body.Good(StructValue properties) -> {
                Optional<Classified.Refused> reserved = reservedProperty(properties);
                if (reserved.isEmpty()) {
                    calls.add(new Call(
                            Call.Kind.TRACK,
                            track.name(),
                            Optional.of(track.event()),
                            properties,
                            List.of(),
                            Optional.empty()));
                }
                yield reserved;
            }
        };
    }

    /** A refusal if the data of an event holds a reserved name. */
    static Optional<Classified.Refused> reservedProperty(StructValue properties) {
        return properties.fields().keySet().stream()
                .filter(ReservedNames::isProperty)
                .findFirst()
                .map(name -> new Classified.Refused(
                        Refusal.RESERVED_NAME, "property '" + name.strip() + "' would redirect messages"));
    }

    private Body body(List<Binding> bindings) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            switch (binding.value().find(values)) {
                case Lookup.Mismatch mismatch -> {
                    return new Body.Bad(mismatch(binding.name(), mismatch));
                }
                case Lookup.Found(Value.Null ignored) -> {} // null means: do not send
                case Lookup.Found(StructValue struct)
                when binding.value() instanceof ValueExpression.Spread ->
                    struct.fields().forEach((name, value) -> {
                        if (!value.equals(Value.NULL)) {
                            fields.put(binding.name() + name, value);
                        }
                    });
                case Lookup.Found(Value value) -> fields.put(binding.name(), value);
            }
        }
        return new Body.Good(new StructValue(fields));
    }

    private Watched number(ValueExpression watched) {
        return switch (watched.find(values)) {
            case Lookup.Mismatch mismatch -> new Watched.Bad(mismatch("crosses", mismatch));
            case Lookup.Found(Value value) ->
                switch (Numeric.of(value)) {
                    case Numeric.Present present -> new Watched.Good(Optional.of(present.number()));
                    case Numeric.Absent ignored -> new Watched.Good(Optional.empty());
                    case Numeric.Other other ->
                        new Watched.Bad(
                                mismatch("crosses", new Lookup.Mismatch("expected a number, found " + other.kind())));
                };
        };
    }

    private static Classified.Refused mismatch(String where, Lookup.Mismatch mismatch) {
        return new Classified.Refused(Refusal.VALUE_MISMATCH, where + ": " + mismatch.reason());
    }

    private sealed interface Body {
        record Good(StructValue fields) implements Body {}

        record Bad(Classified.Refused refused) implements Body {}
    }

    private sealed interface Watched {
        record Good(Optional<BigDecimal> value) implements Watched {}

        record Bad(Classified.Refused refused) implements Watched {}
    }
}
