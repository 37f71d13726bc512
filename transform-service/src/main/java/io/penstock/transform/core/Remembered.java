package io.penstock.transform.core;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a rule remembers of a person, or of a person and a row.
 *
 * @param asOf time of the record that said so
 * @param values of a rule about changes the last value, under the empty name; of one about things their ids to the
 *     attributes of the relation, each as text
 */
public record Remembered(Instant asOf, SortedMap<String, String> values) {
    /** A relation that may have to be said again: nobody knows what the destination has of it. */
    static final String UNSURE = "?";

    public Remembered {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** A last value. */
    static Remembered value(Instant asOf, String text) {
        return new Remembered(asOf, new TreeMap<>(Map.of("", text)));
    }

    /** What holds when two profiles become one and both remember something of one rule and row: the newer. */
    public static Remembered merged(Remembered left, Remembered right) {
        return left.asOf().isBefore(right.asOf()) ? right : left;
    }

    /** The same, but nobody knows whether the destination has the relation to that thing. */
    public Remembered doubting(String id) {
        SortedMap<String, String> doubtful = new TreeMap<>(values);
        doubtful.computeIfPresent(id, (ignored, attributes) -> UNSURE);
        return new Remembered(asOf, doubtful);
    }

    /**
     * What the survivor takes over: last values as they are, relations as something to be said again, because the
     * destination has them under another address.
     */
    public Remembered handedOver() {
        SortedMap<String, String> unsure = new TreeMap<>(values);
        unsure.replaceAll((name, text) -> name.isEmpty() ? text : UNSURE);
        return new Remembered(asOf, unsure);
    }
}
