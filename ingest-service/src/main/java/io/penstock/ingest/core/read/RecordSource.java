package io.penstock.ingest.core.read;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One source as one run sees it: open, ask, read, close. Used by one thread, except for {@link #cancel()}; questions
 * may be asked from inside a {@link RowSink}, while rows are being handed over.
 *
 * <p>A source owes <em>at least once</em>: it may deliver more than the range asks for, never less. The change filter
 * behind it makes that exactly once.
 */
public interface RecordSource extends AutoCloseable {
    /** The newest state of the source; every other call of this run refers to it. */
    Head head() throws SourceException;

    /**
     * The source's columns at the head, in order.
     *
     * @throws SourceException if two columns have the same name: their values could not be told apart
     */
    SourceSchema schema(Head head) throws SourceException;

    /**
     * The commits after a version, up to the head.
     *
     * @return {@link History#UNKNOWN} for a source without versions
     */
    History history(long after, Head head) throws SourceException;

    /**
     * Hands over the rows of a range one at a time, without holding more than a few blocks of them in memory. Whatever
     * the sink throws ends the read and is passed on.
     *
     * @throws SourceException with {@link SourceException.Fault#REBASELINE} if the range cannot be had any more, and
     *     everything has to be read instead
     */
    void read(ReadRange range, RowSink sink) throws SourceException;

    /**
     * The columns of a range as its rows will have them: the feed may spell a column otherwise than the head does.
     *
     * @throws SourceException as {@link #read}
     */
    SourceSchema schema(ReadRange.Changes range) throws SourceException;

    /** Whether any row of the head has a value in a column. Ends at the first one found. */
    boolean holdsValue(Head head, String column) throws SourceException;

    /** How many rows the head has. Tables only; the engine knows it without reading them. */
    long rows(Head head) throws SourceException;

    /** The highest value of a watermark column at the head; empty if it has none. */
    Optional<Instant> newest(ReadRange.ByWatermark range) throws SourceException;

    /**
     * Compares columns of an older version with columns of the head, for the same keys, on a bounded sample.
     *
     * @param missing columns of the older version
     * @param candidates columns of the head
     * @param key the key's columns, which both versions must have
     * @return one entry per pair; empty if the older version cannot be read any more
     */
    List<Overlap> overlaps(long then, Head head, List<String> key, List<String> missing, List<String> candidates)
            throws SourceException;

    /** Makes a running call of another thread end soon with a {@link SourceException}. Safe at any time. */
    void cancel();

    @Override
    void close();

    /** Takes rows. */
    @FunctionalInterface
    interface RowSink {
        /** Takes one row. */
        void accept(SourceRow row) throws SourceException;
    }
}
