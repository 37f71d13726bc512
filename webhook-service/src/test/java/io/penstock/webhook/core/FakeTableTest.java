package io.penstock.webhook.core;

import java.time.LocalDate;
import java.util.Set;

class FakeTableTest extends LakehouseTableContract {
    private final FakeTable table = new FakeTable();

    @Override
    protected LakehouseTable emptyTable() {
        return table;
    }

    @Override
    protected Row row(int n) {
        return new Row("r" + n, LocalDate.of(2026, 3, n), "{}", new Row.Origin("t", 0, n));
    }

    @Override
    protected Set<String> ids() {
        return table.ids();
    }
}
