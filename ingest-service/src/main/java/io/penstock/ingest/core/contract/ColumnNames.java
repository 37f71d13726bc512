package io.penstock.ingest.core.contract;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How names of columns compare: as the engine compares them, without regard to case; an exact match comes first. */
public final class ColumnNames {
    private ColumnNames() {}

    /** Whether the engine takes both names for one column. */
    public static boolean same(String one, String other) {
        return key(one).equals(key(other));
    }

    /** The name as it is found in sets and maps that disregard case. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The name as it is spelt among those present; the first in their order if several differ in case only. */
    public static Optional<String> find(String name, Collection<String> present) {
        return present.contains(name)
                ? Optional.of(name)
                : present.stream().filter(one -> same(one, name)).findFirst();
    }
}
