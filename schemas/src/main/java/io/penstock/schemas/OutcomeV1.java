package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * What became of one delivery: the last word on it. Where the destination is asked afterwards whether it has applied
 * what it accepted, a later one of the same delivery says so: see {@link #APPLIED} and {@link #NOT_APPLIED}.
 *
 * @param status accepted by the destination (which is not yet: applied), or why not
 * @param code stable reason, also the metric label: {@code ok}, {@code item_invalid}, {@code too_large}, …
 * @param category who must act
 * @param words the destination's own reasons, each {@code reason field: message}; empty when it said nothing
 * @param attempts requests that carried the delivery, from 1; 0 if it was refused before sending
 * @param ambiguous how many of them ended without an answer, so that the destination may have seen it already
 */
public record OutcomeV1(
        String workspace,
        String deliveryId,
        DeliveryV1.Kind kind,
        String pipeline,
        long configVersion,
        String emit,
        String destination,
        String profileId,
        IdentifierV1 address,
        ObjectRefV1 object,
        String event,
        Status status,
        String code,
        Category category,
        List<String> words,
        int attempts,
        int ambiguous,
        Instant asOf,
        Instant firstAttemptAt,
        Instant at,
        String recordId,
        String rowKey,
        PositionV1 position) {
    /** Code of an accepted call of which the destination was seen to have every value. */
    public static final String APPLIED = "applied";

    /** Code of an accepted call that the destination did not do, or not wholly; {@code words} says what. */
    public static final String NOT_APPLIED = "not_applied";

    public OutcomeV1 {
        words = List.copyOf(words);
    }

    /**
     * A word on a call, which tells of the call what an outcome tells.
     *
     * @param firstAttemptAt null if it was never sent
     * @param at when this was decided
     */
    public static OutcomeV1 of(
            DeliveryV1 call,
            Status status,
            String code,
            Category category,
            List<String> words,
            int attempts,
            int ambiguous,
            Instant firstAttemptAt,
            Instant at) {
        return new OutcomeV1(
                call.workspace(),
                call.deliveryId(),
                call.kind(),
                call.pipeline(),
                call.configVersion(),
                call.emit(),
                call.destination(),
                call.profileId(),
                call.address(),
                call.object(),
                call.event(),
                status,
                code,
                category,
                words,
                attempts,
                ambiguous,
                call.asOf(),
                firstAttemptAt,
                at,
                call.recordId(),
                call.rowKey(),
                call.position());
    }

    /** A later word on the same call: all of this one, but for what was seen since. */
    public OutcomeV1 later(String seen, Category whoMustAct, List<String> why, Instant when) {
        return new OutcomeV1(
                workspace,
                deliveryId,
                kind,
                pipeline,
                configVersion,
                emit,
                destination,
                profileId,
                address,
                object,
                event,
                status,
                seen,
                whoMustAct,
                why,
                attempts,
                ambiguous,
                asOf,
                firstAttemptAt,
                when,
                recordId,
                rowKey,
                position);
    }

    /** Whether this is a later word on a call that was accepted before. */
    public boolean comesOfReadBack() {
        return APPLIED.equals(code) || NOT_APPLIED.equals(code);
    }

    /** The last word. */
    public enum Status {
        ACCEPTED,
        REJECTED,
        GIVEN_UP
    }
}
