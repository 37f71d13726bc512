package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.Printed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.IntStream;

/** A clock for the log, and lines to put into it. */
final class MovableClock implements InstantSource {
    private Instant now = Instant.EPOCH;

    void minutes(int minutes) {
        now = Instant.EPOCH.plus(Duration.ofMinutes(minutes));
    }

    @Override
    public Instant instant() {
        return now;
    }

    static Printed lines(String prefix, int count) {
        return new Printed(
                IntStream.range(0, count)
                        .mapToObj(i -> new Printed.Line(0, Printed.Level.INFO, Place.UNKNOWN, prefix + i))
                        .toList(),
                0);
    }
}
