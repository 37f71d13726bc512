package io.penstock.transform.core;

import io.penstock.transform.core.value.Value.StructValue;
import java.util.List;
import java.util.Optional;

/**
 * One call a record asks for, not yet addressed.
 *
 * @param emit the rule that asked for it; for calls of a script the event or {@code identify}, numbered if repeated
 * @param body attributes or properties; holds no top-level nulls
 * @param userId address the script gave itself, as a value of the pipeline's first address type
 */
public record Call(
        Kind kind, String emit, Optional<String> event, StructValue body, List<String> unset, Optional<String> userId) {
    public Call {
        unset = List.copyOf(unset);
    }

    /** Kinds of call. */
    public enum Kind {
        IDENTIFY,
        TRACK
    }
}
