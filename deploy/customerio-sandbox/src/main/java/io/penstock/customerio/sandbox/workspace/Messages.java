package io.penstock.customerio.sandbox.workspace;

import java.util.HashMap;
import java.util.Map;

/** The message ids of the Pipelines API that were received within the window (rule 25). */
final class Messages {

    private final long windowSeconds;
    private final Map<String, Long> seen = new HashMap<>();

    Messages(long windowSeconds) {
        this.windowSeconds = windowSeconds;
    }

    /** Whether the id is new at that unix second; remembers it when so. */
    boolean isFirst(String messageId, long at) {
        Long before = seen.get(messageId);
        if (before != null && at - before <= windowSeconds) {
            return false;
        }
        seen.put(messageId, at);
        return true;
    }
}
