package io.penstock.delivery.kafka;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.delivery.core.Ending;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.JsonBytes;
import java.time.Instant;

/**
 * Writes the outcomes of accepted calls out of the text of their deliveries: what is said of the call is copied as it
 * lies there, and how it ended is the same for all calls of a request. Byte for byte what {@link OutcomeBytes} writes
 * of a delivery that the serde has written. Not thread-safe.
 */
final class RetoldBytes {
    private static final int USUAL = 256;
    private static final byte[] STATUS = ascii(",\"status\":\"ACCEPTED\",\"code\":");
    private static final byte[] ATTEMPTS = ascii(",\"category\":\"NONE\",\"words\":[],\"attempts\":");
    private static final byte[] AMBIGUOUS = ascii(",\"ambiguous\":");
    private static final byte[] FIRST_ATTEMPT_AT = ascii(",\"first_attempt_at\":");
    private static final byte[] AT = ascii(",\"at\":");

    private final JsonBytes out = new JsonBytes(USUAL);
    private Ending last;
    private byte[] status;
    private byte[] times;

    /** @param ending of an accepted call, without words */
    byte[] of(CommonText call, Ending ending) {
        if (last == null || !isSame(ending, last)) {
            status = status(ending);
            times = times(ending);
        }
        last = ending;
        byte[] from = call.bytes();
        byte[] text = new byte[call.length() + status.length + times.length];
        int at = copied(from, 0, call.head(), text, 0);
        at = copied(from, call.event(), call.eventEnd(), text, at);
        at = copied(status, 0, status.length, text, at);
        at = copied(from, call.asOf(), call.asOfEnd(), text, at);
        at = copied(times, 0, times.length, text, at);
        copied(from, call.asOfEnd(), from.length, text, at);
        return text;
    }

    private static int copied(byte[] from, int begin, int end, byte[] to, int at) {
        System.arraycopy(from, begin, to, at, end - begin);
        return at + end - begin;
    }

    private static boolean isSame(Ending one, Ending other) {
        return one.attempts() == other.attempts()
                && one.ambiguous() == other.ambiguous()
                && one.at().equals(other.at())
                && one.firstAttemptAt().equals(other.firstAttemptAt())
                && one.code().equals(other.code());
    }

    private byte[] status(Ending ending) {
        out.clear();
        out.raw(STATUS).quoted(ending.code());
        out.raw(ATTEMPTS).number(ending.attempts());
        return out.raw(AMBIGUOUS).number(ending.ambiguous()).copy();
    }

    private byte[] times(Ending ending) {
        out.clear();
        time(FIRST_ATTEMPT_AT, ending.firstAttemptAt());
        time(AT, ending.at());
        return out.copy();
    }

    private void time(byte[] name, Instant time) {
        out.raw(name).quoted(InstantText.format(time));
    }
}
