package io.penstock.delivery.customerio;

import io.penstock.delivery.core.BatchLimits;
import io.penstock.delivery.core.Call;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Many calls in one body: both wires put them the same way. */
public final class Batch {
    private static final byte[] OPEN = "{\"batch\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLOSE = "]}".getBytes(StandardCharsets.UTF_8);

    private Batch() {}

    /** What fits in one. */
    public static BatchLimits limits(int items, int bytes) {
        return new BatchLimits(items, bytes, OPEN.length + CLOSE.length, 1);
    }

    static byte[] body(List<Call> calls) {
        byte[] body = new byte[length(calls)];
        int at = copied(OPEN, body, 0);
        for (Call call : calls) {
            if (at > OPEN.length) {
                body[at++] = ',';
            }
            at = copied(call.item(), body, at);
        }
        copied(CLOSE, body, at);
        return body;
    }

    private static int length(List<Call> calls) {
        int length = OPEN.length + CLOSE.length + Math.max(0, calls.size() - 1);
        for (Call call : calls) {
            length += call.item().length;
        }
        return length;
    }

    private static int copied(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }
}
