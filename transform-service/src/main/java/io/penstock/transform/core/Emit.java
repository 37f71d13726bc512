package io.penstock.transform.core;

import java.util.List;
import java.util.Optional;

/** A rule that turns the values of a record into calls. */
public sealed interface Emit {
    /** Names the rule in delivery ids, crossing sides and history; unique in its pipeline. */
    String name();

    /**
     * Sets attributes of the person.
     *
     * @param unset attributes to remove, whatever the record holds
     */
    record Identify(String name, List<Binding> attributes, List<String> unset) implements Emit {
        public Identify {
            attributes = List.copyOf(attributes);
            unset = List.copyOf(unset);
        }
    }

    /**
     * Sends an event.
     *
     * @param crossing empty: one event per record
     */
    record Track(String name, String event, Optional<Crossing> crossing, List<Binding> properties) implements Emit {
        public Track {
            properties = List.copyOf(properties);
        }
    }
}
