package io.penstock.delivery.customerio;

import io.penstock.delivery.core.BatchLimits;
import io.penstock.delivery.core.Call;
import java.io.ByteArrayOutputStream;
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
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(OPEN);
        for (int i = 0; i < calls.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(calls.get(i).item());
        }
        body.writeBytes(CLOSE);
        return body.toByteArray();
    }
}
