package io.penstock.ingest.core.read;

import java.util.SequencedMap;

/**
 * One source as one run sees it: open, ask for the head, ask for the columns, read, close. Used by one thread, except
 * for {@link #cancel()}.
 *
 * <p>A source owes <em>at least once</em>: it may deliver more than the range asks for, never less. The change filter
 * behind it makes that exactly once.
 */
public interface RecordSource extends AutoCloseable {
    /** The newest state of the source; every other call of this run refers to it. */
    Head head() throws SourceException;

    /**
     * The source's columns and their types as the engine spells them, in order.
     *
     * @throws SourceException if two columns have the same name: their values could not be told apart
     */
    SequencedMap<String, String> columns(Head head) throws SourceException;

    /**
     * Hands over the rows of a range one at a time, without holding more than a few blocks of them in memory. Whatever
     * the sink throws ends the read and is passed on.
     */
    void read(ReadRange range, RowSink sink) throws SourceException;

    /** Makes a running call of another thread end soon with a {@link SourceException}. Safe at any time. */
    void cancel();

    @Override
    void close();

    /** Takes rows. */
    @FunctionalInterface
    interface RowSink {
        /** Takes one row. */
        void accept(SourceRow row);
    }
}
