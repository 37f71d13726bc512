package io.penstock.delivery.core;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where calls go. One implementation per kind of destination. */
public interface Destination {
    /**
     * Sends one request and reports what came of it. Safe to repeat: calls carry stable ids.
     *
     * @param calls at least one, never two of one person; kept in this order in the request
     * @return completes within the destination's own time-out, on any thread, and never exceptionally for anything the
     *     destination or the network did
     */
    CompletionStage<Answer> send(List<Call> calls);
}
