package io.penstock.ingest.core.read;

import java.time.Instant;

/**
 * The newest state of a source.
 *
 * @param version table version, or -1 if the source has none (a query)
 * @param committedAt when that version was committed, by the lake's clock; null if there is no version
 */
public record Head(long version, Instant committedAt) {
    /** The head of a source that has no versions. */
    public static final Head NONE = new Head(-1, null);

    /** Whether reads can be pinned to it. */
    public boolean isPinned() {
        return version >= 0;
    }
}
