package io.penstock.ingest.core.read;

import java.util.List;

/**
 * A share of a table's rows: those whose key's hash falls to it. The same keys at every table version.
 *
 * @param number from 0
 * @param of how many pages there are
 * @param key source columns
 */
public record Page(int number, int of, List<String> key) {
    public Page {
        key = List.copyOf(key);
    }
}
