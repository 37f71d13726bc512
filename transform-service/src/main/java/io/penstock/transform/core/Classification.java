package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refused;
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
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Applies the emit rules of a pipeline to the values of one record. All or nothing: one value that does not fit refuses
 * the whole record, and then no side moves and no rule remembers anything. Used once, by one thread.
 */
public final class Classification {
    private final Function<String, Optional<Side>> sides;
    private final Row row;
    private final Conditions conditions;
    private final Things things;
    private final List<Call> calls = new ArrayList<>();
    private final SequencedMap<String, Side> moved = new LinkedHashMap<>();
    private final SequencedMap<Memory.Place, Remembered> notes = new LinkedHashMap<>();
    private final SequencedMap<String, Crossing.Ripe> ripe = new LinkedHashMap<>();
    private final List<Classified.Stay> begun = new ArrayList<>();
    private int fired;

    private Classification(Row row, Function<String, Optional<Side>> sides, Memory memory) {
        this.row = row;
        this.sides = sides;
        conditions = new Conditions(row, memory, notes);
        things = new Things(row, memory, notes, calls);
    }

    /**
     * Applies the rules to a row that is there, without a memory.
     *
     * @param asOf as-of time of the record
     * @param tableVersion of the table that holds the row; empty if the source has none
     * @param sides last side by emit name
     */
    public static Classified of(
            List<Emit> emits,
            StructValue values,
            Instant asOf,
            OptionalLong tableVersion,
            Function<String, Optional<Side>> sides) {
        return of(emits, new Row("", values, asOf, false, tableVersion), sides, Memory.NOTHING);
    }

    /**
     * Applies the rules.
     *
     * @param sides last side by emit name
     */
    public static Classified of(List<Emit> emits, Row row, Function<String, Optional<Side>> sides, Memory memory) {
        return new Classification(row, sides, memory).apply(emits);
    }

    private Classified apply(List<Emit> emits) {
        for (Emit emit : emits) {
            Optional<Refused> refused = row.isGone() ? gone(emit) : apply(emit);
            if (refused.isPresent()) {
                return refused.get().in(emit.name());
            }
        }
        return new Classified.Calls(stillMeant(), moved, fired, notes, ripe, begun);
    }

    /** A person who was deleted belongs to nothing: to say so afterwards could bring the person back. */
    private List<Call> stillMeant() {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).kind() == Call.Kind.DELETE) {
                calls.subList(i, calls.size()).removeIf(call -> call.kind() == Call.Kind.UNRELATE);
            }
        }
        return calls;
    }

    private Optional<Refused> apply(Emit emit) {
        return switch (emit) {
            case Emit.Identify identify -> identify(identify);
            case Emit.Track track -> track(track);
            case Emit.Seen seen -> seen(seen);
            case Emit.Thing thing -> things.set(thing);
            case Emit.Relationship relationship -> things.relate(relationship);
            case Emit.DeletePerson person -> delete(person);
            case Emit.DeleteThing thing -> things.delete(thing);
            case Emit.If rule ->
                switch (conditions.judge(rule)) {
                    case Conditions.Verdict.Bad(Refused refused) -> Optional.of(refused);
                    case Conditions.Verdict.Holds() -> apply(rule.then());
                    case Conditions.Verdict.Fails() -> Optional.empty();
                };
        };
    }

    /** The row is gone: rules that ask for that apply, relations that it alone made end, the rest is silent. */
    private Optional<Refused> gone(Emit emit) {
        switch (emit) {
            case Emit.If rule -> {
                return rule.when() instanceof Condition.RowDeleted ? apply(rule.then()) : gone(rule.then());
            }
            case Emit.Thing thing -> things.forget(thing);
            case Emit.Relationship relationship -> things.forget(relationship);
            case Emit.Identify ignored -> {}
            case Emit.Track ignored -> {}
            case Emit.Seen ignored -> {}
            case Emit.DeletePerson ignored -> {}
            case Emit.DeleteThing ignored -> {}
        }
        return Optional.empty();
    }

    private Optional<Refused> delete(Emit.DeletePerson person) {
        calls.add(new Call(
                Call.Kind.DELETE, person.name(), Optional.empty(), StructValue.EMPTY, List.of(), Optional.empty()));
        return Optional.empty();
    }

    private Optional<Refused> identify(Emit.Identify identify) {
        return switch (Bodies.of(identify.attributes(), row.values())) {
            case Bodies.Body.Bad bad -> Optional.of(bad.refused());
            case Bodies.Body.Good(StructValue attributes) -> {
                List<String> unset = Bodies.unset(identify.unset(), attributes);
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

    private Optional<Refused> track(Emit.Track track) {
        if (track.crossing().isEmpty()) {
            return event(track);
        }
        Crossing crossing = track.crossing().get();
        return switch (number(crossing.watched())) {
            case Watched.Bad bad -> Optional.of(bad.refused());
            case Watched.Good(Optional<BigDecimal> value) ->
                switch (crossing.take(last(track, crossing, value), value, row.asOf())) {
                    case Crossing.Step.Unchanged ignored -> Optional.empty();
                    case Crossing.Step.Moved step -> {
                        moved.put(track.name(), step.side());
                        yield Optional.empty();
                    }
                    case Crossing.Step.Fired step -> {
                        moved.put(track.name(), step.side());
                        fired++;
                        yield passage(track, step.passage(), calls::add);
                    }
                    case Crossing.Step.Began step -> {
                        moved.put(track.name(), step.side());
                        yield passage(
                                track,
                                step.passage(),
                                call -> begun.add(new Classified.Stay(
                                        track.name(),
                                        call,
                                        crossing.due(step.passage().at()))));
                    }
                };
        };
    }

    /** The side before this value; a newer value says that a stay lasted until then. */
    private Optional<Side> last(Emit.Track track, Crossing crossing, Optional<BigDecimal> value) {
        Optional<Side> last = sides.apply(track.name());
        return last.filter(side -> value.isPresent() && row.asOf().isAfter(side.asOf()))
                .flatMap(side -> crossing.ripe(side, row.asOf()))
                .map(stayed -> {
                    ripe.put(track.name(), stayed);
                    return stayed.side();
                })
                .or(() -> last);
    }

    private Optional<Refused> passage(Emit.Track track, Crossing.Passage passage, Consumer<Call> to) {
        return event(
                Call.Kind.TRACK,
                track.name(),
                track.event(),
                track.properties(),
                declared -> CrossingEvent.properties(track.crossing().orElseThrow(), passage, row, declared),
                to);
    }

    private Optional<Refused> event(Emit.Track track) {
        return event(Call.Kind.TRACK, track.name(), track.event(), track.properties());
    }

    private Optional<Refused> seen(Emit.Seen seen) {
        return switch (seen.seen().find(row.values())) {
            case Lookup.Mismatch mismatch -> Optional.of(Bodies.mismatch("seen", seen.seen(), mismatch));
            case Lookup.Found(Value value) when Ids.isNothing(value) -> Optional.empty();
            case Lookup.Found(Value.Text text) ->
                event(seen.kind(), seen.name(), text.value().strip(), seen.properties());
            case Lookup.Found(Value other) ->
                Optional.of(Bodies.mismatch(
                        "seen", seen.seen(), new Lookup.Mismatch("expected text, found " + other.kind())));
        };
    }

    private Optional<Refused> event(Call.Kind kind, String emit, String event, List<Binding> bindings) {
        return event(kind, emit, event, bindings, properties -> properties, calls::add);
    }

    private Optional<Refused> event(
            Call.Kind kind,
            String emit,
            String event,
            List<Binding> bindings,
            UnaryOperator<StructValue> more,
            Consumer<Call> to) {
        return switch (Bodies.of(bindings, row.values())) {
            case Bodies.Body.Bad bad -> Optional.of(bad.refused());
            case Bodies.Body.Good(StructValue properties) -> {
                to.accept(
                        new Call(kind, emit, Optional.of(event), more.apply(properties), List.of(), Optional.empty()));
                yield Optional.empty();
            }
        };
    }

    private Watched number(ValueExpression watched) {
        return switch (watched.find(row.values())) {
            case Lookup.Mismatch mismatch -> new Watched.Bad(Bodies.mismatch("crosses", watched, mismatch));
            case Lookup.Found(Value value) ->
                switch (Numeric.of(value)) {
                    case Numeric.Present present -> new Watched.Good(Optional.of(present.number()));
                    case Numeric.Absent ignored -> new Watched.Good(Optional.empty());
                    case Numeric.Other other ->
                        new Watched.Bad(Bodies.mismatch(
                                "crosses", watched, new Lookup.Mismatch("expected a number, found " + other.kind())));
                };
        };
    }

    private sealed interface Watched {
        record Good(Optional<BigDecimal> value) implements Watched {}

        record Bad(Refused refused) implements Watched {}
    }
}
