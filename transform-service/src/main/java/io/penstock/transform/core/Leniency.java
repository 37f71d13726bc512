package io.penstock.transform.core;

import java.util.Set;

/**
 * What a pipeline allows that would be refused otherwise.
 *
 * @param truncate attributes and properties whose text may be cut to what the destination takes
 * @param names reserved names of events and properties that somebody means; compared as {@link ReservedNames} does
 */
public record Leniency(Set<String> truncate, Set<String> names) {
    /** Nothing. */
    public static final Leniency NONE = new Leniency(Set.of(), Set.of());

    public Leniency {
        truncate = Set.copyOf(truncate);
        names = Set.copyOf(names);
    }

    boolean allows(String name) {
        return names.stream().anyMatch(allowed -> ReservedNames.isSame(allowed, name));
    }
}
