package io.penstock.delivery.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one request brought back, as the transport saw it; nobody has judged it yet. */
public sealed interface Answer {
    /**
     * The destination replied.
     *
     * @param status HTTP status
     * @param retryAfter what the destination asked for, if it did
     * @param body what could be read of the body
     */
    record Replied(int status, Optional<Duration> retryAfter, Body body) implements Answer {}

    /**
     * No reply was read.
     *
     * @param code stable reason: {@code timeout}, {@code unreachable}, {@code connection_lost}
     * @param maybeSeen whether the destination may have acted on the request all the same
     */
    record NoReply(String code, boolean maybeSeen) implements Answer {}

    /**
     * The request did not leave, for a reason that is no fault of its calls.
     *
     * @param code stable reason: {@code no_credentials}, {@code unknown_connection}, {@code tls}
     */
    record NotSent(String code) implements Answer {}

    /** Body of a reply. */
    sealed interface Body {
        /** @param errors faults named in the body, in its order; empty if it names none */
        record Read(List<ItemError> errors) implements Body {
            public Read {
                errors = List.copyOf(errors);
            }
        }

        /** Empty, cut off, or not the destination's own format (a proxy's page, for instance). */
        record Unreadable() implements Body {}
    }

    /**
     * One fault named by the destination.
     *
     * @param index position in the batch from 0, or -1 if the fault names none
     * @param field what is at fault, or empty
     * @param more everything else it said, as JSON, or empty
     */
    record ItemError(int index, String reason, String field, String message, String more) {
        /** One that says nothing else. */
        public ItemError(int index, String reason, String field, String message) {
            this(index, reason, field, message, "");
        }

        /** {@code reason field: message} and what else there was, as history keeps it. */
        public String words() {
            String where = field.isEmpty() ? reason : reason + " " + field;
            String words = message.isEmpty() ? where : where + ": " + message;
            return more.isEmpty() ? words : words + " " + more;
        }
    }
}
