package io.penstock.customerio.sandbox.intake;

import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.track.Reading;
import java.util.Optional;

/**
 * One operation on arrival, already judged by the edge.
 *
 * @param path as sent, without the query
 * @param batchIndex place in a batch from 0, or -1 outside of one
 * @param operation what to apply; empty for a refused one
 * @param status the status that its request is answered with; 0 when the connection is cut instead
 * @param reason why it was refused, or empty
 * @param fault the injected fault that met it, or empty
 */
public record Arrival(
        String method,
        String path,
        int batchIndex,
        Reading reading,
        byte[] body,
        Optional<Operation> operation,
        int status,
        String reason,
        String fault) {}
