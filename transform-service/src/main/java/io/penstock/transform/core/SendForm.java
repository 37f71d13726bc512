package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads calls that a script returned itself. All or nothing, as with declared emits.
 *
 * <pre>
 * {type: 'identify', userId, traits, unset}          {type: 'page', userId, name, properties}    screen likewise
 * {type: 'track', userId, event, properties}         {type: 'group', userId, groupId, objectTypeId, traits, relationshipAttributes}
 * {type: 'ungroup', userId, groupId, objectTypeId}   {type: 'object', groupId, objectTypeId, traits, unset}
 * {type: 'deleteObject', groupId, objectTypeId}      {type: 'delete', userId}
 * </pre>
 *
 * <p>{@code userId} may be left out: then the call is about the row's person. {@code objectTypeId} is 1 unless given,
 * as at Customer.io; a group may give it, and {@code relationshipAttributes}, inside of its traits as well.
 */
public final class SendForm {
    private static final String TYPES =
            "one of identify, track, page, screen, group, ungroup, object, deleteObject, delete";

    private final Names names = new Names();
    private final List<Call> calls = new ArrayList<>();

    private SendForm() {}

    /** Reads the calls of one record, in order. */
    public static Classified read(List<StructValue> calls) {
        SendForm form = new SendForm();
        for (int i = 0; i < calls.size(); i++) {
            try {
                form.take(calls.get(i));
            } catch (NoCall no) {
                return new Classified.Refused(Refusal.CALL_INVALID, "call " + (i + 1) + ": " + no.getMessage());
            }
        }
        return Classified.Calls.plain(form.calls);
    }

    private void take(StructValue call) throws NoCall {
        if (!(call.field("type") instanceof Value.Text(String type))) {
            throw new NoCall(
                    "expected type: " + TYPES + ", found " + call.field("type").kind());
        }
        id(call, "userId"); // whatever comes of the call, what stands there must be an id
        switch (type) {
            case "identify" -> identify(call);
            case "track" -> event(Call.Kind.TRACK, call, text(call, "event"), "track");
            case "page" -> event(Call.Kind.PAGE, call, text(call, "name"), "page");
            case "screen" -> event(Call.Kind.SCREEN, call, text(call, "name"), "screen");
            case "group" -> group(call);
            case "ungroup" -> thing(Call.Kind.UNRELATE, call, StructValue.EMPTY);
            case "object" -> thing(Call.Kind.OBJECT, call, without(object(call, "traits"), "objectTypeId"));
            case "deleteObject" -> thing(Call.Kind.DELETE_OBJECT, call, StructValue.EMPTY);
            case "delete" -> person(Call.Kind.DELETE, call, "delete", Optional.empty(), StructValue.EMPTY, List.of());
            default -> throw new NoCall("expected type: " + TYPES + ", found another text");
        }
    }

    private void identify(StructValue call) throws NoCall {
        StructValue traits = object(call, "traits");
        List<String> unset = unset(call, traits);
        if (!traits.fields().isEmpty() || !unset.isEmpty()) {
            person(Call.Kind.IDENTIFY, call, "identify", Optional.empty(), traits, unset);
        }
    }

    private void event(Call.Kind kind, StructValue call, String event, String word) throws NoCall {
        String emit = kind == Call.Kind.TRACK ? event : word;
        person(kind, call, emit, Optional.of(event), object(call, "properties"), List.of());
    }

    /** The thing with its attributes first, then the person's relation to it. */
    private void group(StructValue call) throws NoCall {
        StructValue traits = object(call, "traits");
        StructValue relation = call.fields().containsKey("relationshipAttributes")
                ? object(call, "relationshipAttributes")
                : object(traits, "relationshipAttributes");
        thing(Call.Kind.OBJECT, call, without(traits, "objectTypeId", "relationshipAttributes"));
        thing(Call.Kind.RELATE, call, relation);
    }

    private void thing(Call.Kind kind, StructValue call, StructValue body) throws NoCall {
        ObjectRef object = new ObjectRef(
                objectType(call),
                id(call, "groupId")
                        .orElseThrow(() -> new NoCall("expected groupId: the id of the object, found none")));
        List<String> unset = kind == Call.Kind.OBJECT ? unset(call, body) : List.of();
        calls.add(new Call(
                kind,
                names.distinct(
                        String.join(":", kind.name().toLowerCase(java.util.Locale.ROOT), object.type(), object.id())),
                Optional.of(object),
                Optional.empty(),
                body,
                unset,
                kind.isAboutAPerson() ? id(call, "userId") : Optional.empty()));
    }

    private static String objectType(StructValue call) throws NoCall {
        Optional<String> given = id(call, "objectTypeId");
        if (given.isEmpty() && call.field("traits") instanceof StructValue traits) {
            given = id(traits, "objectTypeId");
        }
        return given.orElse("1");
    }

    private void person(
            Call.Kind kind, StructValue call, String emit, Optional<String> event, StructValue body, List<String> unset)
            throws NoCall {
        calls.add(new Call(kind, names.distinct(emit), event, body, unset, id(call, "userId")));
    }

    private static Optional<String> id(StructValue from, String field) throws NoCall {
        Value value = from.field(field);
        Optional<String> id = Ids.of(value);
        if (id.isEmpty() && !Ids.isNothing(value)) {
            throw new NoCall("expected " + field + " as text or a whole number, found " + value.kind());
        }
        return id;
    }

    private static String text(StructValue call, String field) throws NoCall {
        if (!(call.field(field) instanceof Value.Text(String text)) || text.isBlank()) {
            throw new NoCall("expected " + field + " as text");
        }
        return text;
    }

    /** The object without its nulls; no object at all is an empty one. */
    private static StructValue object(StructValue from, String field) throws NoCall {
        return switch (from.field(field)) {
            case Value.Null ignored -> StructValue.EMPTY;
            case StructValue struct -> {
                SequencedMap<String, Value> kept = new LinkedHashMap<>(struct.fields());
                kept.values().removeIf(Value.NULL::equals);
                yield new StructValue(kept);
            }
            default -> throw new NoCall("expected " + field + " as an object");
        };
    }

    private static List<String> unset(StructValue call, StructValue body) throws NoCall {
        if (call.field("unset").equals(Value.NULL)) {
            return List.of();
        }
        if (!(call.field("unset") instanceof ListValue(List<Value> names))) {
            throw new NoCall("expected unset as an array of names");
        }
        List<String> unset = new ArrayList<>();
        for (Value name : names) {
            if (!(name instanceof Value.Text(String text)) || text.isBlank()) {
                throw new NoCall("expected unset as an array of names");
            }
            if (!body.fields().containsKey(text)) {
                unset.add(text);
            }
        }
        return unset;
    }

    private static StructValue without(StructValue struct, String... names) {
        SequencedMap<String, Value> kept = new LinkedHashMap<>(struct.fields());
        kept.keySet().removeAll(List.of(names));
        return new StructValue(kept);
    }

    /** What the script returned is no call; the message has no value of it. */
    private static final class NoCall extends Exception {
        NoCall(String message) {
            super(message, null, false, false);
        }
    }
}
