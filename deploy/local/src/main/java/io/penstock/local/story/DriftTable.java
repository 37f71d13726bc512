package io.penstock.local.story;

import io.penstock.schemas.SchemaChangeV1;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Schema changes as a table of the story. */
final class DriftTable {
    private static final List<String> COLUMNS =
            List.of("pipeline", "change", "column", "before", "evidence", "policy", "touches");

    private DriftTable() {}

    static void show(Screen screen, List<SchemaChangeV1> changes) {
        screen.table(COLUMNS, changes.stream().map(DriftTable::row).toList());
    }

    private static List<String> row(SchemaChangeV1 change) {
        return Arrays.asList(
                change.pipeline(),
                change.change().name().toLowerCase(Locale.ROOT),
                change.column(),
                change.before(),
                change.evidence(),
                change.policy(),
                String.join(", ", change.touches()));
    }
}
