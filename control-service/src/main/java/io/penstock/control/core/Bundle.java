package io.penstock.control.core;

import java.util.Comparator;
import java.util.List;

/**
 * A whole, valid project.
 *
 * @param workspace the workspace that every entry belongs to
 * @param entries everything the project configures, sorted by key, each key once
 */
public record Bundle(String workspace, List<Entry> entries) {
    public Bundle {
        entries = entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
    }

    /** How many entries of a kind there are. */
    public long count(Kind kind) {
        return entries.stream().filter(entry -> entry.key().kind() == kind).count();
    }
}
