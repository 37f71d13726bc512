package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnAWarehouse
class ChangesOnAWarehouseTest {
    private static final String FEED = "'delta.enableChangeDataFeed' = 'true'";
    private static final String MAPPED = "'delta.columnMapping.mode' = 'name'";
    private WarehouseUnderTest warehouse;

    @BeforeAll
    void open() throws SQLException {
        warehouse = WarehouseUnderTest.open();
    }

    @AfterAll
    void close() throws SQLException {
        warehouse.close();
    }

    @Test
    void theFeedComesInTheOrderOfCommitsWithoutWhatAnUpdateReplaced() throws Exception {
        String table = warehouse.newTable("id STRING, v INT", FEED);
        warehouse.run(
                table,
                "INSERT INTO %s VALUES ('a', 1), ('b', 2)",
                "UPDATE %s SET v = 3 WHERE id = 'a'",
                "DELETE FROM %s WHERE id = 'b'");
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            ReadRange.Changes range = new ReadRange.Changes(2, head, List.of("id"));

            List<SourceRow> rows = WarehouseUnderTest.rows(source, range);

            assertThat(rows)
                    .extracting(SourceRow::json, SourceRow::commitVersion, SourceRow::deleted)
                    .containsExactly(
                            tuple("{\"id\":\"a\",\"v\":3}", 2L, false), tuple("{\"id\":\"b\",\"v\":2}", 3L, true));
            assertThat(rows.getLast().committedAt()).isEqualTo(head.committedAt());
            assertThat(source.schema(range).typeTexts())
                    .containsExactly(Map.entry("id", "string"), Map.entry("v", "int"));
            assertThat(WarehouseUnderTest.rows(source, new ReadRange.Changes(1, head)))
                    .hasSize(4);
        }
    }

    @Test
    void theOldKeyOfAnUpdateThatChangedItIsGone() throws Exception {
        String table = warehouse.newTable("id STRING, v INT", FEED);
        warehouse.run(
                table, "INSERT INTO %s VALUES ('a', 1), ('b', 2)", "UPDATE %s SET id = 'c', v = 5 WHERE id = 'a'");
        try (RecordSource source = warehouse.table(table)) {
            assertThat(WarehouseUnderTest.rows(source, new ReadRange.Changes(2, source.head(), List.of("id"))))
                    .extracting(SourceRow::json, SourceRow::deleted)
                    .containsExactly(tuple("{\"id\":\"a\",\"v\":1}", true), tuple("{\"id\":\"c\",\"v\":5}", false));
        }
    }

    @Test
    void rangesOnBothSidesOfARenameAreReadUnderTheirOwnNames() throws Exception {
        String table = warehouse.newTable("id STRING, v INT", FEED, MAPPED);
        warehouse.run(
                table,
                "INSERT INTO %s VALUES ('a', 1)",
                "ALTER TABLE %s RENAME COLUMN v TO w",
                "INSERT INTO %s VALUES ('b', 2)");
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            ReadRange.Changes before = new ReadRange.Changes(1, new Head(1, head.committedAt()));
            ReadRange.Changes after = new ReadRange.Changes(2, head);

            assertThat(WarehouseUnderTest.json(source, before)).containsExactly("{\"id\":\"a\",\"v\":1}");
            assertThat(source.schema(before).typeTexts()).containsOnlyKeys("id", "v");
            assertThat(WarehouseUnderTest.json(source, after)).containsExactly("{\"id\":\"b\",\"w\":2}");
            assertThat(fault(source, new ReadRange.Changes(1, head))).isEqualTo(Fault.REBASELINE);
        }
    }

    @Test
    void whatTheFeedDoesNotHoldIsToBeReadAnew() throws Exception {
        String table = warehouse.newTable("id STRING, v INT", FEED);
        warehouse.run(
                table,
                "INSERT INTO %s VALUES ('a', 1)",
                "ALTER TABLE %s SET TBLPROPERTIES ('delta.enableChangeDataFeed' = 'false')",
                "INSERT INTO %s VALUES ('b', 2)",
                "ALTER TABLE %s SET TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
                "INSERT INTO %s VALUES ('c', 3)");
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            assertThat(fault(source, new ReadRange.Changes(1, head))).isEqualTo(Fault.REBASELINE);
            assertThat(fault(source, new ReadRange.Changes(99, new Head(99, null))))
                    .isEqualTo(Fault.REBASELINE);
            assertThat(WarehouseUnderTest.json(source, new ReadRange.Changes(5, head)))
                    .containsExactly("{\"id\":\"c\",\"v\":3}");
        }
    }

    @Test
    void keysThatTheHeadNoLongerHasAreGoneUnderTheirNewName() throws Exception {
        String table = warehouse.newTable("id STRING, part INT, v INT", FEED, MAPPED);
        warehouse.run(
                table,
                "INSERT INTO %s VALUES ('a', 1, 1), ('b', 2, 2), ('c', NULL, 3), (' d', 4, 4)",
                "ALTER TABLE %s RENAME COLUMN id TO customer",
                "DELETE FROM %s WHERE customer = 'b'",
                "UPDATE %s SET customer = trim(customer)");
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            List<SourceRow> gone = WarehouseUnderTest.rows(
                    source, new ReadRange.Gone(1, head, List.of("customer", "part"), List.of("id", "part")));

            assertThat(gone)
                    .extracting(SourceRow::json, SourceRow::deleted)
                    .containsExactly(tuple("{\"customer\":\"b\",\"part\":2}", true));
            assertThat(fault(source, new ReadRange.Gone(77, head, List.of("customer"), List.of("id"))))
                    .isEqualTo(Fault.REBASELINE);
            assertThat(fault(source, new ReadRange.Gone(1, head, List.of("part"), List.of("id"))))
                    .isEqualTo(Fault.REBASELINE);
        }
    }

    @Test
    void filesThatWereVacuumedAreToBeReadAnewButNotAtTheHead() throws Exception {
        assumeTrue(WarehouseUnderTest.isStandIn(), "a workspace keeps files for seven days");
        String table = warehouse.newTable("id STRING, v INT", FEED);
        warehouse.run(
                table,
                "INSERT INTO %s VALUES ('a', 1), ('b', 2)",
                "UPDATE %s SET v = 7",
                "SET spark.databricks.delta.retentionDurationCheck.enabled = false",
                "VACUUM %s RETAIN 0 HOURS");
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            assertThat(fault(source, new ReadRange.Changes(1, head))).isEqualTo(Fault.REBASELINE);
            assertThat(fault(source, new ReadRange.Gone(1, head, List.of("id"), List.of("id"))))
                    .isEqualTo(Fault.REBASELINE);
            assertThat(fault(source, new ReadRange.Whole(new Head(1, null), null)))
                    .isEqualTo(Fault.REBASELINE);
            assertThat(source.overlaps(1, head, List.of("id"), List.of("v"), List.of("v")))
                    .isEmpty();
            assertThat(WarehouseUnderTest.json(source, new ReadRange.Whole(head, null)))
                    .hasSize(2);
        }
    }

    private static Fault fault(RecordSource source, ReadRange range) {
        return catchThrowableOfType(SourceException.class, () -> WarehouseUnderTest.rows(source, range))
                .fault();
    }
}
