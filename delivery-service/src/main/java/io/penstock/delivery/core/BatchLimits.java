package io.penstock.delivery.core;

import java.util.ArrayList;
import java.util.List;

/**
 * How much fits in one request, in bytes as they go over the wire.
 *
 * @param items most calls
 * @param bytes largest body
 * @param envelope bytes around the items
 * @param separator bytes between two items
 */
public record BatchLimits(int items, int bytes, int envelope, int separator) {
    public BatchLimits {
        if (items < 1 || bytes < envelope) {
            throw new IllegalArgumentException("a batch must have room for at least one item: items " + items
                    + ", bytes " + bytes + ", envelope " + envelope);
        }
    }

    /**
     * The first call, and those after it that travel the same way, as long as they fit. Always at least one call, so
     * that an oversize one is refused by the destination instead of standing still for ever; encoders refuse it before
     * it comes here.
     */
    List<Call> pack(Iterable<Call> calls) {
        List<Call> packed = new ArrayList<>();
        long size = envelope;
        for (Call call : calls) {
            if (!packed.isEmpty() && !packed.getFirst().way().equals(call.way())) {
                continue;
            }
            long grown = size + call.item().length + (packed.isEmpty() ? 0 : separator);
            if (!packed.isEmpty() && grown > bytes) {
                break;
            }
            size = grown;
            packed.add(call);
            if (packed.size() == Math.min(items, call.way().most())) {
                break;
            }
        }
        return packed;
    }
}
