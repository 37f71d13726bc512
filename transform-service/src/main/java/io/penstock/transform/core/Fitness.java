package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Moment;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.ValueText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether calls are such that Customer.io takes them, and takes them as they are meant; seen before anything leaves, so
 * that the fault is the row's and has the column's name. All calls of a record or none.
 *
 * <p>Limits are Customer.io's documented ones, in UTF-8 bytes. Nothing is shortened but texts that the pipeline names.
 */
public final class Fitness {
    static final int LONGEST_ID = 150;
    static final int LONGEST_NAME = 150;
    static final int LONGEST_EVENT = 100;
    static final int LONGEST_VALUE = 1_000;
    static final int MOST_ATTRIBUTES = 300;
    /** A call has to fit into 32,768 bytes; the rest of it (address, id, time) takes less than a thousand. */
    static final int LARGEST_BODY = 31_744;

    /** Attributes that Customer.io reads as unix seconds. */
    private static final Set<String> SECONDS = Set.of("created_at");

    private final List<Emit> emits;
    private final Leniency leniency;

    private Fitness(List<Emit> emits, Leniency leniency) {
        this.emits = emits;
        this.leniency = leniency;
    }

    /**
     * Checks what came of a record. A refusal stays what it is.
     *
     * @param emits the pipeline's rules, which know the columns behind the names; empty if a script made the calls
     */
    public static Classified of(Classified classified, List<Emit> emits, Leniency leniency) {
        return switch (classified) {
            case Classified.Refused refused -> refused;
            case Classified.Calls calls -> new Fitness(emits, leniency).check(calls);
        };
    }

    /** A refusal if the destination has no such addresses; the reason has the type, never the value. */
    public static Optional<Classified.Refused> address(Identifier address) {
        return tooLong(address.value(), LONGEST_ID, () -> "identifier " + address.type());
    }

    private Classified check(Classified.Calls calls) {
        List<Call> fitting = new ArrayList<>();
        for (Call call : calls.calls()) {
            Call shortened = call.with(shortened(call.body()));
            Optional<Classified.Refused> refused = check(shortened);
            if (refused.isPresent()) {
                return refused.get();
            }
            fitting.add(shortened);
        }
        List<Classified.Stay> stays = new ArrayList<>();
        for (Classified.Stay stay : calls.begun()) {
            Call shortened = stay.call().with(shortened(stay.call().body()));
            Optional<Classified.Refused> refused = check(shortened);
            if (refused.isPresent()) {
                return refused.get();
            }
            stays.add(new Classified.Stay(stay.emit(), shortened, stay.due()));
        }
        return calls.with(fitting, stays);
    }

    private Optional<Classified.Refused> check(Call call) {
        return call.event()
                .flatMap(name -> event(call, name))
                .or(() -> call.object().flatMap(object -> object(call, object)))
                .or(() -> call.kind().isEvent() ? reserved(call.body()) : attributes(call))
                .or(() -> tooLarge(call))
                .map(refused -> refused.in(call.emit()));
    }

    private Optional<Classified.Refused> event(Call call, String name) {
        if (ReservedNames.isEvent(name) && !leniency.allows(name)) {
            return refused(Refusal.RESERVED_NAME, "the event's name is reserved by the destination");
        }
        return tooLong(
                name, LONGEST_EVENT, () -> "the name of the event" + Origins.said(Origins.ofName(emits, call.emit())));
    }

    private Optional<Classified.Refused> object(Call call, ObjectRef object) {
        return tooLong(
                object.id(), LONGEST_ID, () -> "the object's id" + Origins.said(Origins.ofName(emits, call.emit())));
    }

    private Optional<Classified.Refused> reserved(StructValue properties) {
        return properties.fields().keySet().stream()
                .filter(name -> ReservedNames.isProperty(name) && !leniency.allows(name))
                .findFirst()
                .flatMap(name ->
                        refused(Refusal.RESERVED_NAME, "property '" + name.strip() + "' would redirect messages"));
    }

    private Optional<Classified.Refused> attributes(Call call) {
        int found = call.body().fields().size() + call.unset().size();
        if (found > MOST_ATTRIBUTES) {
            return refused(
                    Refusal.UNFIT, "expected at most " + MOST_ATTRIBUTES + " attributes in one call, found " + found);
        }
        for (var attribute : call.body().fields().sequencedEntrySet()) {
            Optional<Classified.Refused> refused = attribute(call, attribute.getKey(), attribute.getValue());
            if (refused.isPresent()) {
                return refused;
            }
        }
        return call.unset().stream().flatMap(name -> name(call, name).stream()).findFirst();
    }

    private Optional<Classified.Refused> attribute(Call call, String name, Value value) {
        if (call.kind() == Call.Kind.IDENTIFY && ReservedNames.isAttribute(name) && !leniency.allows(name)) {
            return refused(Refusal.RESERVED_NAME, "attribute '" + name.strip() + "' would steer the call");
        }
        if (SECONDS.contains(name) && !(value instanceof Value.Num num && Moment.isUnixSeconds(num.value()))) {
            return refused(
                    Refusal.UNFIT,
                    what(call, name) + ": expected unix seconds (write | unixSeconds behind the column), found "
                            + (value instanceof Value.Num ? "a number outside of 2001 to 5138" : value.kind()));
        }
        return name(call, name)
                .or(() -> ValueText.fits(value, LONGEST_VALUE)
                        ? Optional.empty()
                        : tooLong(ValueText.bytes(value), LONGEST_VALUE, what(call, name)));
    }

    private String what(Call call, String name) {
        return "attribute '" + name + "'" + origin(call, name);
    }

    private String origin(Call call, String name) {
        return Origins.said(Origins.of(emits, call.emit(), name));
    }

    private Optional<Classified.Refused> name(Call call, String name) {
        if (name.isBlank()) {
            return refused(Refusal.UNFIT, "expected an attribute with a name, found a blank one");
        }
        return tooLong(name, LONGEST_NAME, () -> "the name of attribute '" + name + "'" + origin(call, name));
    }

    private Optional<Classified.Refused> tooLarge(Call call) {
        int removed = removed(call);
        if (removed <= LARGEST_BODY && ValueText.fits(call.body(), LARGEST_BODY - removed)) {
            return Optional.empty();
        }
        String largest = call.body().fields().sequencedEntrySet().stream()
                .filter(entry -> ValueText.bytes(entry.getValue()) > removed)
                .max(Comparator.comparingInt(entry -> ValueText.bytes(entry.getValue())))
                .map(Map.Entry::getKey)
                .map(name -> "'" + name + "'" + origin(call, name))
                .orElse("its names");
        return refused(
                Refusal.UNFIT,
                "expected at most " + LARGEST_BODY + " bytes in one call, found "
                        + (ValueText.bytes(call.body()) + removed) + ", most of them in " + largest);
    }

    /** What the names of attributes that go take in the call, each with its null. */
    private static int removed(Call call) {
        int bytes = 0;
        for (String name : call.unset()) {
            bytes += ValueText.bytes(ValueText.json(new Value.Text(name))) + ":null,".length();
        }
        return bytes;
    }

    private StructValue shortened(StructValue body) {
        if (Collections.disjoint(leniency.truncate(), body.fields().keySet())) {
            return body;
        }
        SequencedMap<String, Value> fields = new LinkedHashMap<>(body.fields());
        fields.replaceAll((name, value) -> leniency.truncate().contains(name) && value instanceof Value.Text text
                ? new Value.Text(cut(text.value()))
                : value);
        return new StructValue(fields);
    }

    /** The longest beginning that fits, never half a character. */
    private static String cut(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > LONGEST_VALUE) {
                return text.substring(0, at);
            }
            at += Character.charCount(point);
        }
        return text;
    }

    private static Optional<Classified.Refused> tooLong(String text, int most, Supplier<String> what) {
        return ValueText.fits(text, most) ? Optional.empty() : tooLong(ValueText.bytes(text), most, what.get());
    }

    private static Optional<Classified.Refused> tooLong(int bytes, int most, String what) {
        return refused(Refusal.UNFIT, what + ": expected at most " + most + " bytes, found " + bytes);
    }

    private static Optional<Classified.Refused> refused(Refusal refusal, String reason) {
        return Optional.of(new Classified.Refused(refusal, reason));
    }
}
