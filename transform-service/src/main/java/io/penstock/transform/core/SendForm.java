package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.StructValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads calls that a script returned itself: {@code {type: 'identify', userId, traits}} and {@code {type: 'track',
 * userId, event, properties}}. All or nothing, as with declared emits.
 */
public final class SendForm {
    private SendForm() {}

    /** Reads the calls of one record, in order. */
    public static Classified read(List<StructValue> calls) {
        Names names = new Names();
        List<Call> read = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            switch (one(calls.get(i), names)) {
                case One.Good(Optional<Call> call) -> call.ifPresent(read::add);
                case One.Bad(Refusal refusal, String reason) -> {
                    return new Classified.Refused(refusal, "call " + (i + 1) + ": " + reason);
                }
            }
        }
        return new Classified.Calls(read, new LinkedHashMap<>(), 0);
    }

    private static One one(StructValue call, Names names) {
        Optional<String> userId;
        switch (call.field("userId")) {
            case Value.Null ignored -> userId = Optional.empty();
            case Value.Text text when text.value().isBlank() -> userId = Optional.empty();
            case Value.Text text -> userId = Optional.of(text.value().strip());
            case Value.Num num
            when isWhole(num) ->
                userId = Optional.of(num.value().toBigIntegerExact().toString());
            case Value other -> {
                return invalid("expected userId as text or a whole number, found " + other.kind());
            }
        }
        return switch (call.field("type")) {
            case Value.Text(String type) when type.equals("identify") -> identify(call, names, userId);
            case Value.Text(String type) when type.equals("track") -> track(call, names, userId);
            case Value.Text ignored -> invalid("expected type 'identify' or 'track', found another text");
            case Value other -> invalid("expected type 'identify' or 'track', found " + other.kind());
        };
    }

    private static One identify(StructValue call, Names names, Optional<String> userId) {
        return switch (body(call, "traits")) {
            case Optional<StructValue> none when none.isEmpty() -> invalid("expected traits as an object");
            case Optional<StructValue> traits when traits.get().fields().isEmpty() -> new One.Good(Optional.empty());
            case Optional<StructValue> traits ->
                new One.Good(Optional.of(new Call(
                        Call.Kind.IDENTIFY,
                        names.distinct("identify"),
                        Optional.empty(),
                        traits.get(),
                        List.of(),
                        userId)));
        };
    }

    private static One track(StructValue call, Names names, Optional<String> userId) {
        if (!(call.field("event") instanceof Value.Text(String event)) || event.isBlank()) {
            return invalid("expected event as text");
        }
        if (ReservedNames.isEvent(event)) {
            return new One.Bad(Refusal.RESERVED_NAME, "the event's name is reserved by the destination");
        }
        Optional<StructValue> properties = body(call, "properties");
        if (properties.isEmpty()) {
            return invalid("expected properties as an object");
        }
        return Classification.reservedProperty(properties.get())
                .<One>map(refused -> new One.Bad(refused.refusal(), refused.reason()))
                .orElseGet(() -> new One.Good(Optional.of(new Call(
                        Call.Kind.TRACK,
                        names.distinct(event),
                        Optional.of(event),
                        properties.get(),
                        List.of(),
                        userId))));
    }

    /** The object without its nulls; no object at all is an empty one; empty if there is something else. */
    private static Optional<StructValue> body(StructValue call, String field) {
        return switch (call.field(field)) {
            case Value.Null ignored -> Optional.of(StructValue.EMPTY);
            case StructValue struct -> {
                SequencedMap<String, Value> kept = new LinkedHashMap<>(struct.fields());
                kept.values().removeIf(Value.NULL::equals);
                yield Optional.of(new StructValue(kept));
            }
            default -> Optional.empty();
        };
    }

    private static boolean isWhole(Value.Num num) {
        return num.value().precision() - num.value().scale() <= 40
                && num.value().stripTrailingZeros().scale() <= 0;
    }

    private static One.Bad invalid(String reason) {
        return new One.Bad(Refusal.CALL_INVALID, reason);
    }

    private sealed interface One {
        record Good(Optional<Call> call) implements One {}

        record Bad(Refusal refusal, String reason) implements One {}
    }
}
