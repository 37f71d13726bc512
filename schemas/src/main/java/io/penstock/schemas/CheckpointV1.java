package io.penstock.schemas;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far a source was read: written in the same transaction as the rows it speaks of.
 *
 * @param position where the next read starts from. Its commit version is that of a run that was begun and has not ended
 *     (rows up to it may have been read); the table version itself if rows that are gone there were not deleted; else
 *     -1
 * @param columns the source's columns and types as last seen, in order, to notice changes
 * @param runs completed runs so far
 * @param rowsRead rows read by the last run
 * @param columnIds source column to its column-mapping id; null if the source tells none
 * @param notNull source columns that are declared NOT NULL; null if the source does not tell
 * @param bindings contract column to the source column it was read from; null in checkpoints of 0.1.0's first days
 * @param valued contract columns in which a value was ever seen
 * @param backfill how far the first read of a large table is; null when it is through
 * @param quarantinedRows rows dead-lettered since everything was last read; if the columns change, all is read again
 * @param wholeRows rows of the last complete read of everything, or -1
 * @param held contract columns left out of every row because of a change that nobody has answered; null for none
 * @param noNulls contract columns in which a null sets its row aside because of such a change; null for none
 */
public record CheckpointV1(
        String workspace,
        String pipeline,
        long configVersion,
        PositionV1 position,
        Map<String, String> columns,
        long runs,
        long rowsRead,
        Instant at,
        Map<String, String> columnIds,
        List<String> notNull,
        Map<String, String> bindings,
        List<String> valued,
        Backfill backfill,
        long quarantinedRows,
        long wholeRows,
        List<String> held,
        List<String> noNulls) {
    /**
     * Pages of a first read. Rows are dealt to pages by a hash of their key, so a page is the same set of keys at every
     * table version.
     *
     * @param pages how many there are
     * @param next the first one that is still to be read, from 0
     */
    public record Backfill(int pages, int next) {}
}
