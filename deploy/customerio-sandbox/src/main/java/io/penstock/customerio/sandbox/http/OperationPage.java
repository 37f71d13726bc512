package io.penstock.customerio.sandbox.http;

import io.penstock.customerio.sandbox.intake.Intake;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A page of the record of operations, rendered a few hundred at a time, so that a large page costs neither memory nor
 * the intake's lock.
 */
record OperationPage(Intake intake, long since, long until) implements Body {

    private static final int AT_ONCE = 500;

    /** The page after a number, of at most that many operations. */
    static OperationPage of(Intake intake, long since, int limit) {
        long last = intake.received();
        long from = Math.clamp(since, 0, last);
        return new OperationPage(intake, from, Math.min(last, from + limit));
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        write(out, "{\"operations\":[");
        for (long from = since; from < until; from += AT_ONCE) {
            write(out, from == since ? "" : ",");
            out.write(intake.operations(from, (int) Math.min(AT_ONCE, until - from)));
        }
        write(out, "],\"next\":" + until + ",\"last\":" + intake.received() + "}");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
