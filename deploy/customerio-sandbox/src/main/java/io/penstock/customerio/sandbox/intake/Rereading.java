package io.penstock.customerio.sandbox.intake;

import io.penstock.customerio.sandbox.track.Reading;
import java.util.Optional;

/** Reads an operation of the journal again, by the wire that its path names. */
@FunctionalInterface
public interface Rereading {

    /** Empty when today's settings refuse it. */
    Optional<Reading> again(String method, String path, byte[] body);
}
