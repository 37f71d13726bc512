package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.ColumnFacts.Fact;
import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Overlap;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceColumn;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnAWarehouse
class VersionsOnAWarehouseTest {
    private static final String MAPPED = "'delta.columnMapping.mode' = 'name'";
    private final SequencedMap<String, Fact> facts = new LinkedHashMap<>();
    private boolean catalogFails;
    private WarehouseUnderTest warehouse;
    private String table;

    /** Versions: 1 and 3 rows, 2 a rename, 4 a new column, 5 a MERGE that deletes, 6 a DELETE with quotes in it. */
    @BeforeAll
    void table() throws SQLException {
        warehouse = WarehouseUnderTest.open(_ -> {
            if (catalogFails) {
                throw new IllegalStateException("no catalog today");
            }
            return Optional.of(facts).filter(known -> !known.isEmpty());
        });
        table = warehouse.newTable("id STRING NOT NULL, old_name STRING", MAPPED);
        warehouse.run(
                table,
                "INSERT INTO %s VALUES ('a', 'x'), ('b', 'y')",
                "ALTER TABLE %s RENAME COLUMN old_name TO new_name",
                "INSERT INTO %s VALUES ('c', 'z')",
                "ALTER TABLE %s ADD COLUMNS (extra STRUCT<low: DOUBLE, note: STRING> COMMENT 'it is \"so\", {a=b}')",
                "MERGE INTO %s AS t USING (SELECT 'a' AS id) AS s ON t.id = s.id WHEN MATCHED THEN DELETE",
                "DELETE FROM %s WHERE new_name = 'q\",\"r'");
    }

    @AfterAll
    void close() throws SQLException {
        warehouse.close();
    }

    @Test
    void theHistoryTellsOperationsWithParametersAndMetrics() throws Exception {
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            History history = source.history(1, head);

            assertThat(history.complete()).isTrue();
            assertThat(history.commits())
                    .extracting(Commit::version)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, head.version()).boxed().toList());
            Commit rename = history.commits().getFirst();
            assertThat(rename.operation()).isEqualTo("RENAME COLUMN");
            assertThat(rename.parameters())
                    .containsEntry("oldColumnPath", "old_name")
                    .containsEntry("newColumnPath", "new_name");
            assertThat(rename.at()).isBeforeOrEqualTo(head.committedAt());
            assertThat(commit(history, "ADD COLUMNS").parameters().get("columns"))
                    .contains("\"name\":\"extra\"")
                    .contains("it is \\\"so\\\", {a=b}");
            assertThat(commit(history, "MERGE").metrics()).containsEntry("numTargetRowsDeleted", "1");
            assertThat(commit(history, "MERGE").parameters().get("matchedPredicates"))
                    .contains("\"actionType\":\"delete\"");
        }
    }

    @Test
    void theWholeHistoryIsCompleteAndNoneIsNeededForTheHeadItself() throws Exception {
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            assertThat(source.history(head.version(), head)).isEqualTo(new History(List.of(), true));
            History all = source.history(-1, head);
            assertThat(all.complete()).isTrue();
            assertThat(all.commits()).hasSize((int) head.version() + 1);
            assertThat(all.commits().getFirst().operation()).startsWith("CREATE");
            assertThat(source.history(2, new Head(3, head.committedAt())).commits())
                    .extracting(Commit::operation)
                    .containsExactly("WRITE");
        }
    }

    @Test
    void columnsAreThoseOfTheVersionAndIdsComeOnlyFromACatalogThatShowsTheSame() throws Exception {
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            Head first = new Head(1, head.committedAt());
            facts.clear();
            facts.put("id", new Fact("1", false, "STRING"));
            facts.put("new_name", new Fact("2", true, "string"));
            facts.put("extra", new Fact("3", true, "struct<low:double,note:string>"));

            assertThat(source.schema(head).columns().values())
                    .containsExactly(
                            new SourceColumn("id", "string", "1", false),
                            new SourceColumn("new_name", "string", "2", true),
                            new SourceColumn("extra", "struct<low:double,note:string>", "3", true));
            assertThat(source.schema(first).columns().values())
                    .containsExactly(
                            new SourceColumn("id", "string", null, null),
                            new SourceColumn("old_name", "string", null, null));
            catalogFails = true;
            assertThat(source.schema(head).columns()).containsOnlyKeys("id", "new_name", "extra");
            catalogFails = false;
        }
    }

    @Test
    void aStructOfManyFieldsIsDescribedInFull() throws Exception {
        StringBuilder fields = new StringBuilder("f0: INT");
        for (int i = 1; i < 60; i++) {
            fields.append(", f").append(i).append(": INT");
        }
        String wide = warehouse.newTable("id INT, s STRUCT<" + fields + ">");
        warehouse.run(wide, "INSERT INTO %s VALUES (1, NULL)");
        try (RecordSource source = warehouse.table(wide)) {
            assertThat(source.schema(source.head()).typeTexts().get("s")).containsIgnoringCase("f59:");
        }
    }

    @Test
    void aNewColumnThatHoldsWhatAMissingOneHeldIsFoundWhateverItsType() throws Exception {
        String scores = warehouse.newTable("id INT, score INT, tier STRING, parts ARRAY<INT>, gone STRING");
        warehouse.run(
                scores,
                "INSERT INTO %s SELECT CAST(id AS INT), CAST(id AS INT), concat('t', id % 3), array(CAST(id AS INT)),"
                        + " CASE WHEN id < 10 THEN 'g' END FROM range(40)",
                "CREATE OR REPLACE TABLE %s AS SELECT CAST(id AS BIGINT) AS id, CAST(id AS DOUBLE) AS value,"
                        + " CAST(id AS STRING) AS text, concat('t', id % 3) AS level, array(CAST(id AS INT)) AS list"
                        + " FROM range(2, 50)");
        try (RecordSource source = warehouse.table(scores)) {
            List<Overlap> overlaps = source.overlaps(
                    1,
                    source.head(),
                    List.of("id"),
                    List.of("score", "tier", "parts", "gone"),
                    List.of("value", "text", "level", "list"));

            assertThat(overlaps)
                    .hasSize(16)
                    .contains(
                            new Overlap("score", "value", 38, 38),
                            new Overlap("score", "text", 38, 38),
                            new Overlap("score", "level", 38, 0),
                            new Overlap("tier", "level", 38, 38),
                            new Overlap("parts", "list", 38, 38),
                            new Overlap("parts", "level", 38, 0),
                            new Overlap("gone", "level", 8, 0));
            assertThat(source.overlaps(55, source.head(), List.of("id"), List.of("score"), List.of("value")))
                    .isEmpty();
        }
    }

    private static Commit commit(History history, String operation) {
        return history.commits().stream()
                .filter(commit -> commit.operation().equals(operation))
                .findFirst()
                .orElseThrow();
    }
}
