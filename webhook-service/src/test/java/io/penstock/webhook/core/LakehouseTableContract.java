package io.penstock.webhook.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link LakehouseTable} promises. Extend it once per implementation. */
public abstract class LakehouseTableContract {
    /** A table that is empty or does not exist yet. */
    protected abstract LakehouseTable emptyTable();

    /** The n-th example row; its id is the same each time. */
    protected abstract Row row(int n);

    /** Ids in the table. */
    protected abstract Set<String> ids();

    @Test
    void takesNewRowsAndSaysHowMany() {
        assertThat(merge(emptyTable(), row(1), row(2))).isEqualTo(new Merge.Done(2));
        assertThat(ids()).containsExactlyInAnyOrder(row(1).id(), row(2).id());
    }

    @Test
    void aRepeatChangesNothing() {
        LakehouseTable table = emptyTable();
        merge(table, row(1), row(2));
        assertThat(merge(table, row(1), row(2))).isEqualTo(new Merge.Done(0));
        assertThat(merge(table, row(2), row(3))).isEqualTo(new Merge.Done(1));
        assertThat(ids()).hasSize(3);
    }

    protected static Merge merge(LakehouseTable table, Row... rows) {
        return table.merge(List.of(rows)).toCompletableFuture().join();
    }
}
