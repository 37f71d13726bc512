package io.penstock.transform.core;

import io.penstock.transform.core.value.Value.StructValue;
import java.util.List;
import java.util.Optional;

/**
 * One call a record asks for, not yet addressed.
 *
 * @param emit the rule that asked for it; for calls of a script the event or {@code identify}, numbered if repeated
 * @param object the thing, of calls about one
 * @param event name of an event, a page or a screen
 * @param body attributes or properties; holds no top-level nulls
 * @param userId address the script gave itself, as a value of the pipeline's first address type
 */
public record Call(
        Kind kind,
        String emit,
        Optional<ObjectRef> object,
        Optional<String> event,
        StructValue body,
        List<String> unset,
        Optional<String> userId) {
    public Call {
        unset = List.copyOf(unset);
    }

    /** About a person and no thing. */
    public Call(
            Kind kind,
            String emit,
            Optional<String> event,
            StructValue body,
            List<String> unset,
            Optional<String> userId) {
        this(kind, emit, Optional.empty(), event, body, unset, userId);
    }

    /** About a thing, or about a person and a thing. */
    static Call about(Kind kind, String emit, ObjectRef object, StructValue body, List<String> unset) {
        return new Call(kind, emit, Optional.of(object), Optional.empty(), body, unset, Optional.empty());
    }

    /** The same call with another body. */
    Call with(StructValue other) {
        return new Call(kind, emit, object, event, other, unset, userId);
    }

    /**
     * What names the call among all calls of its record. A rule about things makes several calls of one record; the
     * others make one, named by the rule alone.
     */
    public String key() {
        return object.map(thing -> String.join("\u001f", emit, kind.name(), thing.type(), thing.id()))
                .orElse(emit);
    }

    /** Kinds of call. */
    public enum Kind {
        IDENTIFY,
        TRACK,
        PAGE,
        SCREEN,
        /** The person goes. */
        DELETE,
        OBJECT,
        DELETE_OBJECT,
        RELATE,
        UNRELATE;

        /** Whether it needs an address. */
        public boolean isAboutAPerson() {
            return this != OBJECT && this != DELETE_OBJECT;
        }

        /** Whether its body is the data of an event. */
        public boolean isEvent() {
            return this == TRACK || this == PAGE || this == SCREEN;
        }
    }
}
