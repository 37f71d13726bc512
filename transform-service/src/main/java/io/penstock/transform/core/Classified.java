package io.penstock.transform.core;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a record asks for: all of its calls, or none of them. */
public sealed interface Classified {
    /**
     * Its calls, in the order of the emits.
     *
     * @param sides crossing sides that moved, by emit name
     * @param fired how many crossings are among the calls
     * @param notes what rules remember from now on
     * @param ripe stays that were long enough, by emit name; they ended before the record
     * @param begun stays that begin with the record
     */
    record Calls(
            List<Call> calls,
            SequencedMap<String, Side> sides,
            int fired,
            SequencedMap<Memory.Place, Remembered> notes,
            SequencedMap<String, Crossing.Ripe> ripe,
            List<Stay> begun)
            implements Classified {
        public Calls {
            calls = List.copyOf(calls);
            sides = new LinkedHashMap<>(sides);
            notes = new LinkedHashMap<>(notes);
            ripe = new LinkedHashMap<>(ripe);
            begun = List.copyOf(begun);
        }

        /** Calls that no crossing and no memory has to do with. */
        static Calls plain(List<Call> calls) {
            return new Calls(calls, new LinkedHashMap<>(), 0, new LinkedHashMap<>(), new LinkedHashMap<>(), List.of());
        }

        Calls with(List<Call> others, List<Stay> otherStays) {
            return new Calls(others, sides, fired, notes, ripe, otherStays);
        }
    }

    /**
     * A value is where it would fire and has to stay.
     *
     * @param call the event, if it stays until {@code due}, which is the event's time
     */
    record Stay(String emit, Call call, Instant due) {}

    /** The record cannot be classified and changes nothing; the reason has no value of the record. */
    record Refused(Refusal refusal, String reason) implements Classified {
        /** The same, with the rule's name before the reason. */
        Refused in(String emit) {
            return new Refused(refusal, emit + ": " + reason);
        }
    }

    /** Why not. {@link #code()} is the metric label and the heading in the documentation. */
    enum Refusal {
        /** An event or property name with which the destination does something else. */
        RESERVED_NAME("reserved_name"),
        /** A value is not of the kind that its expression needs. */
        VALUE_MISMATCH("value_mismatch"),
        /** A name, a value or a number of them is more than the destination takes, or of another kind. */
        UNFIT("unfit"),
        /** The script returned something that is not a call. */
        CALL_INVALID("call_invalid");

        private final String code;

        Refusal(String code) {
            this.code = code;
        }

        /** Stable code. */
        public String code() {
            return code;
        }
    }
}
