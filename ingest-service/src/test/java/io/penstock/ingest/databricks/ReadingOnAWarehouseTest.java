package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnAWarehouse
class ReadingOnAWarehouseTest {
    private static final SparkType TIMESTAMP = SparkTypeParser.parse("timestamp");
    private WarehouseUnderTest warehouse;
    private String scores;
    private String events;

    /** Versions of scores: 1 three rows, 2 one updated, 3 OPTIMIZE, 4 one deleted. */
    @BeforeAll
    void tables() throws SQLException {
        warehouse = WarehouseUnderTest.open();
        scores = warehouse.newTable("id STRING, score INT", "'delta.enableRowTracking' = 'true'");
        warehouse.run(
                scores,
                "INSERT INTO %s VALUES ('a', 1), ('b', 2), ('c', NULL)",
                "UPDATE %s SET score = 10 WHERE id = 'a'",
                "OPTIMIZE %s",
                "DELETE FROM %s WHERE id = 'b'");
        events = warehouse.newTable("id STRING, at TIMESTAMP, n INT");
        warehouse.run(
                events,
                "INSERT INTO %s VALUES ('a', TIMESTAMP '2026-03-15T12:00:00Z', 1), ('a', TIMESTAMP '2026-03-15T12:00:00Z', 2),"
                        + " ('a', TIMESTAMP '2026-03-15T11:00:00Z', 3), ('b', TIMESTAMP '2026-03-15T10:00:00.000001Z', 4),"
                        + " (NULL, TIMESTAMP '2026-03-15T12:00:00Z', 5), (NULL, TIMESTAMP '2026-03-15T12:00:00Z', 5),"
                        + " ('c', NULL, 6)");
    }

    @AfterAll
    void close() throws SQLException {
        warehouse.close();
    }

    @Test
    void aWholeTableIsReadPinnedWithItsNulls() throws Exception {
        try (RecordSource source = warehouse.table(scores)) {
            Head head = source.head();

            assertThat(head.version()).isEqualTo(4);
            assertThat(WarehouseUnderTest.json(source, new ReadRange.Whole(head, null)))
                    .containsExactly("{\"id\":\"a\",\"score\":10}", "{\"id\":\"c\",\"score\":null}");
            assertThat(WarehouseUnderTest.json(source, new ReadRange.Whole(new Head(1, head.committedAt()), null)))
                    .containsExactly(
                            "{\"id\":\"a\",\"score\":1}",
                            "{\"id\":\"b\",\"score\":2}",
                            "{\"id\":\"c\",\"score\":null}");
            assertThat(source.rows(head)).isEqualTo(2);
        }
    }

    @Test
    void rowsAreFoundByTheCommitThatWroteThemAndCarryItsTime() throws Exception {
        try (RecordSource source = warehouse.table(scores)) {
            Head head = source.head();
            List<SourceRow> rows = WarehouseUnderTest.rows(source, new ReadRange.ByRowVersion(1, head, null));

            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().json()).isEqualTo("{\"id\":\"a\",\"score\":10}");
            assertThat(rows.getFirst().commitVersion()).isEqualTo(2);
            assertThat(rows.getFirst().committedAt())
                    .isEqualTo(source.history(1, head).commits().getFirst().at())
                    .isBeforeOrEqualTo(head.committedAt());
            assertThat(WarehouseUnderTest.rows(source, new ReadRange.ByRowVersion(2, head, null)))
                    .isEmpty();
            assertThat(WarehouseUnderTest.rows(source, new ReadRange.ByRowVersion(-1, head, null)))
                    .extracting(SourceRow::commitVersion)
                    .containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @Test
    void aTableWithoutRowTrackingSaysWhatToRun() throws Exception {
        try (RecordSource source = warehouse.table(events)) {
            ReadRange range = new ReadRange.ByRowVersion(0, source.head(), null);

            SourceException failure =
                    catchThrowableOfType(SourceException.class, () -> WarehouseUnderTest.rows(source, range));

            assertThat(failure.fault()).isEqualTo(Fault.UNSUPPORTED);
            assertThat(failure.remedy().orElseThrow())
                    .startsWith("ALTER TABLE `")
                    .endsWith("SET TBLPROPERTIES ('delta.enableRowTracking' = 'true')");
        }
    }

    @Test
    void pagesTogetherAreTheTableAndNoRowIsInTwo() throws Exception {
        String table = warehouse.newTable("id BIGINT, text STRING");
        warehouse.run(table, "INSERT INTO %s SELECT id, concat('r', id) FROM range(200)");
        try (RecordSource source = warehouse.table(table)) {
            Head head = source.head();
            for (List<String> key : List.of(List.of("id"), List.<String>of())) {
                List<String> all = new ArrayList<>();
                for (int page = 0; page < 3; page++) {
                    List<String> rows =
                            WarehouseUnderTest.json(source, new ReadRange.Whole(head, new Page(page, 3, key)));
                    assertThat(rows).hasSizeBetween(20, 120);
                    all.addAll(rows);
                }
                assertThat(all).hasSize(200).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void ofSeveralRowsOfOneKeyOnlyTheHighestWatermarkComesAndTiesAreDecidedByTheText() throws Exception {
        try (RecordSource source = warehouse.table(events)) {
            assertThat(WarehouseUnderTest.json(source, byWatermark(source.head(), null, List.of("id"))))
                    .containsExactly(
                            "{\"id\":\"a\",\"at\":\"2026-03-15T12:00:00.000000Z\",\"n\":2}",
                            "{\"id\":\"b\",\"at\":\"2026-03-15T10:00:00.000001Z\",\"n\":4}",
                            "{\"id\":\"c\",\"at\":null,\"n\":6}",
                            "{\"id\":null,\"at\":\"2026-03-15T12:00:00.000000Z\",\"n\":5}",
                            "{\"id\":null,\"at\":\"2026-03-15T12:00:00.000000Z\",\"n\":5}");
        }
    }

    @Test
    void theBoundaryOfTheWatermarkIsIncluded() throws Exception {
        try (RecordSource source = warehouse.table(events)) {
            assertThat(WarehouseUnderTest.json(
                            source, byWatermark(source.head(), Instant.parse("2026-03-15T11:00:00Z"), List.of())))
                    .hasSize(5)
                    .noneMatch(row -> row.contains("\"b\""));
            ReadRange.ByWatermark all = byWatermark(source.head(), null, List.of());
            assertThat(source.newest(all)).contains(Instant.parse("2026-03-15T12:00:00Z"));
        }
    }

    @Test
    void aQueryIsReadAsItIsAndMayFilterItself() throws Exception {
        try (RecordSource source = warehouse.query("SELECT id, at FROM " + events + " WHERE at >= {{watermark}}")) {
            assertThat(source.head()).isEqualTo(Head.NONE);
            assertThat(source.schema(Head.NONE).typeTexts()).containsOnlyKeys("id", "at");
            assertThat(WarehouseUnderTest.json(source, new ReadRange.Whole(Head.NONE, null)))
                    .hasSize(6);
            assertThat(WarehouseUnderTest.json(
                            source, byWatermark(Head.NONE, Instant.parse("2026-03-15T12:00:00Z"), List.of("id"))))
                    .hasSize(3);
            assertThat(source.holdsValue(Head.NONE, "id")).isTrue();
            assertThat(source.history(0, Head.NONE).complete()).isFalse();
        }
    }

    @Test
    void aColumnWithoutValuesIsKnown() throws Exception {
        String table = warehouse.newTable("id INT, empty STRING");
        warehouse.run(table, "INSERT INTO %s VALUES (1, NULL), (2, NULL)");
        try (RecordSource source = warehouse.table(table)) {
            assertThat(source.holdsValue(source.head(), "empty")).isFalse();
            assertThat(source.holdsValue(source.head(), "id")).isTrue();
        }
    }

    @Test
    void questionsMayBeAskedWhileRowsAreHandedOver() throws Exception {
        try (RecordSource source = warehouse.table(scores)) {
            Head head = source.head();
            List<Long> counted = new ArrayList<>();
            source.read(new ReadRange.Whole(head, null), row -> counted.add(source.rows(head)));
            assertThat(counted).containsExactly(2L, 2L);
        }
    }

    @Test
    void whatIsWrongWithAQueryIsSaidInTheServersWords() throws Exception {
        try (RecordSource source = warehouse.query("SELECT nope FROM " + scores)) {
            SourceException failure = catchThrowableOfType(SourceException.class, () -> source.schema(Head.NONE));
            assertThat(failure.fault()).isEqualTo(Fault.FIX_QUERY);
            assertThat(failure).hasMessageContaining("nope").hasMessageContaining("score");
        }
        try (RecordSource source = warehouse.query("SELECT 1 AS a, 2 AS a")) {
            assertThat(catchThrowableOfType(SourceException.class, () -> source.schema(Head.NONE)))
                    .hasMessageContaining("two columns are named a");
        }
        try (RecordSource source = warehouse.query("SELECT CAST(id AS INT) AS id FROM " + scores)) {
            SourceException failure = catchThrowableOfType(
                    SourceException.class, () -> WarehouseUnderTest.rows(source, new ReadRange.Whole(Head.NONE, null)));
            assertThat(failure.fault()).isEqualTo(Fault.FIX_QUERY);
            assertThat(failure).hasMessage("reading the query: CAST_INVALID_INPUT (SQLSTATE 22018)");
        }
    }

    private static ReadRange.ByWatermark byWatermark(Head head, Instant from, List<String> key) {
        return new ReadRange.ByWatermark("at", TIMESTAMP, from, head, key, null);
    }
}
