package io.penstock.webhook.core;

import java.util.List;

/**
 * What became of a batch of rows: each is in the table, or here.
 *
 * @param rows rows of the batch that are in the table now, copies counted once
 * @param merges commits it took
 */
public record Landing(long rows, int merges, List<Unlandable> unlandable) {
    public Landing {
        unlandable = List.copyOf(unlandable);
    }

    /** A row no table will take, and why. */
    public record Unlandable(Row row, String code) {}
}
