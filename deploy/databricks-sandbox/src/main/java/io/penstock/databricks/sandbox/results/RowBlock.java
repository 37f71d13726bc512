package io.penstock.databricks.sandbox.results;

import java.util.List;

/**
 * Consecutive rows of a result.
 *
 * @param firstRow position of the first row, from 0
 * @param batches Arrow record-batch messages without schema
 * @param more whether rows follow
 */
public record RowBlock(long firstRow, List<Batch> batches, boolean more) {
    /** Copies the list. */
    public RowBlock {
        batches = List.copyOf(batches);
    }

    long nextRow() {
        return firstRow + batches.stream().mapToLong(Batch::rows).sum();
    }

    /**
     * One record batch.
     *
     * @param message the serialised message; not copied, not to be changed
     */
    public record Batch(byte[] message, int rows) {}
}
