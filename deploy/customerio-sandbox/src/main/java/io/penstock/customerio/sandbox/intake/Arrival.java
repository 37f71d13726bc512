package io.penstock.customerio.sandbox.intake;

import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.Verdict;
import io.penstock.customerio.sandbox.track.Reading;
import java.util.Optional;

/**
 * One operation on arrival, already judged by the edge.
 *
 * @param batchIndex place in a batch from 0, or -1 outside of one
 * @param operation what to apply; empty for one that the edge refused or dropped
 * @param verdict {@code PENDING} with an operation, otherwise {@code REJECTED} or {@code DROPPED}
 * @param status the status that its request is answered with; 0 when there is none
 * @param reason why it was refused or dropped, or empty
 * @param fault the injected fault that met it, or empty
 */
public record Arrival(
        Origin origin,
        int batchIndex,
        Reading reading,
        byte[] body,
        Optional<Operation> operation,
        Verdict verdict,
        int status,
        String reason,
        String fault) {}
