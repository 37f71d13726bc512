package io.penstock.ingest.core.read;

import java.util.List;

/**
 * The commits of a table after one version, up to another, rising.
 *
 * @param complete whether none of them is missing; tables keep their history for some weeks only
 */
public record History(List<Commit> commits, boolean complete) {
    /** What is known of a source without a history. */
    public static final History UNKNOWN = new History(List.of(), false);

    public History {
        commits = List.copyOf(commits);
    }
}
