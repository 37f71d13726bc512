package io.penstock.transform.core;

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
     */
    record Calls(
            List<Call> calls, SequencedMap<String, Side> sides, int fired, SequencedMap<Memory.Place, Remembered> notes)
            implements Classified {
        public Calls {
            calls = List.copyOf(calls);
            sides = new LinkedHashMap<>(sides);
            notes = new LinkedHashMap<>(notes);
        }

        Calls(List<Call> calls, SequencedMap<String, Side> sides, int fired) {
            this(calls, sides, fired, new LinkedHashMap<>());
        }

        Calls with(List<Call> others) {
            return new Calls(others, sides, fired, notes);
        }
    }

    /** The record cannot be classified and changes nothing; the reason has no value of the record. */
    record Refused(Refusal refusal, String reason) implements Classified {}

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
