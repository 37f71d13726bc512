package io.penstock.ingest.run;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Whose turn it is to read a page of a back-fill: one pipeline per connection at a time, in the order in which they
 * asked. Nobody waits: who is not next goes on with its live changes and asks again. Thread-safe.
 */
public final class PageTurns {
    private final Map<String, SequencedSet<String>> queues = new HashMap<>();

    /** One pipeline's place. */
    public interface Turn {
        /** Whether it may read a page now. Takes a place in the queue until {@link #leave()}. */
        boolean isMine();

        /** Gives the place back; the next one may go. Safe without having one. */
        void leave();
    }

    /** The place of a pipeline at a connection. */
    public Turn of(String connection, String pipeline) {
        return new Turn() {
            @Override
            public boolean isMine() {
                return ask(connection, pipeline);
            }

            @Override
            public void leave() {
                forget(connection, pipeline);
            }
        };
    }

    private synchronized boolean ask(String connection, String pipeline) {
        SequencedSet<String> queue = queues.computeIfAbsent(connection, each -> new LinkedHashSet<>());
        queue.add(pipeline);
        return queue.getFirst().equals(pipeline);
    }

    private synchronized void forget(String connection, String pipeline) {
        SequencedSet<String> queue = queues.get(connection);
        if (queue != null && queue.remove(pipeline) && queue.isEmpty()) {
            queues.remove(connection);
        }
    }
}
