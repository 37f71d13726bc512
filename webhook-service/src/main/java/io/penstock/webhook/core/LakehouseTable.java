package io.penstock.webhook.core;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** One table of the lakehouse, created when it is first needed. One writer per table. */
public interface LakehouseTable {
    /**
     * Puts rows into the table in one commit, except those it already has. Safe to repeat: a second merge of the same
     * rows changes nothing.
     *
     * @param rows at least one, no id twice
     * @return completes when the engine has answered, which may take minutes while a warehouse starts; never
     *     exceptionally
     */
    CompletionStage<Merge> merge(List<Row> rows);
}
