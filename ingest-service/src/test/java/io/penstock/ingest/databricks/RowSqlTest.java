package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSqlTest {
    private static final Head HEAD = new Head(7, Instant.parse("2026-03-15T12:00:00Z"));
    private static final Instant FROM = Instant.parse("2026-03-15T11:45:00.000001Z");
    private static final Origin TABLE = new Origin("a.b.c", null);

    @Test
    void everyPartOfANameIsQuoted() {
        assertThat(SqlNames.table("main.ml-outputs.scores")).isEqualTo("`main`.`ml-outputs`.`scores`");
        assertThat(SqlNames.table("main.`a.b`.c")).isEqualTo("`main`.`a.b`.`c`");
        assertThat(SqlNames.column("odd`name")).isEqualTo("`odd``name`");
        assertThat(SqlNames.text("it's \\")).isEqualTo("'it\\'s \\\\'");
    }

    @Test
    void nothingButANameComesIntoAComment() {
        assertThat(SqlNames.label("upgrade-likelihood_2")).isEqualTo("upgrade-likelihood_2");
        assertThat(SqlNames.label("x */ DROP TABLE y")).isEqualTo("x____DROP_TABLE_y");
    }

    @Test
    void aTableIsReadPinnedAndByCommitVersion() {
        assertThat(RowSql.byRowVersion(TABLE, new ReadRange.ByRowVersion(3, HEAD, null)))
                .contains("FROM `a`.`b`.`c` VERSION AS OF 7")
                .endsWith("WHERE _metadata.row_commit_version > 3");
        assertThat(RowSql.byRowVersion(TABLE, new ReadRange.ByRowVersion(-1, HEAD, null)))
                .doesNotContain("WHERE");
        assertThat(RowSql.whole(TABLE, new ReadRange.Whole(HEAD, null)))
                .endsWith("AS penstock_row FROM `a`.`b`.`c` VERSION AS OF 7");
    }

    @Test
    void aPageIsChosenByTheTextOfTheKey() {
        assertThat(RowSql.whole(TABLE, new ReadRange.Whole(HEAD, new Page(2, 5, List.of("id", "day")))))
                .endsWith("WHERE pmod(xxhash64(CAST(`id` AS STRING), CAST(`day` AS STRING)), 5) = 2");
        assertThat(RowSql.byRowVersion(TABLE, new ReadRange.ByRowVersion(3, HEAD, new Page(0, 2, List.of("id")))))
                .endsWith("row_commit_version > 3 AND pmod(xxhash64(CAST(`id` AS STRING)), 2) = 0");
    }

    @Test
    void withoutAKeyAPageIsChosenByTheWholeRow() {
        assertThat(RowSql.whole(TABLE, new ReadRange.Whole(HEAD, new Page(1, 3, List.of()))))
                .startsWith("SELECT * FROM (SELECT to_json(")
                .endsWith("AS penstock_all WHERE pmod(xxhash64(penstock_row), 3) = 1");
    }

    @Test
    void theWatermarkIsALiteralOfTheColumnsTypeAndTheBoundaryIsIncluded() {
        assertThat(RowSql.byWatermark(TABLE, range("timestamp", FROM)))
                .endsWith("WHERE `at` >= TIMESTAMP '2026-03-15T11:45:00.000001Z'");
        assertThat(RowSql.byWatermark(TABLE, range("timestamp_ntz", FROM)))
                .endsWith("WHERE `at` >= TIMESTAMP_NTZ '2026-03-15T11:45:00.000001'");
        assertThat(RowSql.byWatermark(TABLE, range("date", FROM))).endsWith("WHERE `at` >= DATE '2026-03-15'");
        assertThat(RowSql.byWatermark(TABLE, range("date", null))).doesNotContain("WHERE");
    }

    @Test
    void aQueryIsFilteredFromOutsideUnlessItHasThePlaceholder() {
        Origin plain = new Origin(null, "SELECT * FROM v -- all\n;");
        Origin own = new Origin(null, "SELECT * FROM v WHERE x > '{{watermark}}'");

        assertThat(RowSql.byWatermark(plain, range("timestamp", FROM)))
                .contains("(\nSELECT * FROM v -- all\n)")
                .endsWith("WHERE `at` >= TIMESTAMP '2026-03-15T11:45:00.000001Z'");
        assertThat(RowSql.byWatermark(own, range("timestamp", FROM)))
                .contains("WHERE x > TIMESTAMP '2026-03-15T11:45:00.000001Z'\n)")
                .endsWith("penstock_source");
        assertThat(own.describable(Head.NONE)).endsWith("x > TIMESTAMP '0001-01-01T00:00:00.000000Z'");
    }

    @Test
    void theFeedIsOrderedAndItsOwnColumnsStayOutOfTheRow() {
        assertThat(RowSql.changes(TABLE, new ReadRange.Changes(5, HEAD)))
                .contains("struct(* EXCEPT (_change_type, _commit_version, _commit_timestamp))")
                .contains("table_changes('`a`.`b`.`c`', 5, 7)")
                .endsWith("WHERE _change_type <> 'update_preimage' ORDER BY penstock_commit, penstock_deleted DESC");
        assertThat(RowSql.changes(TABLE, new ReadRange.Changes(5, HEAD, List.of("id"))))
                .contains("PARTITION BY _commit_version, `id`")
                .contains("struct(* EXCEPT (_change_type, _commit_version, _commit_timestamp, penstock_kept))");
    }

    private static ReadRange.ByWatermark range(String type, Instant from) {
        return new ReadRange.ByWatermark("at", SparkTypeParser.parse(type), from, HEAD, List.of(), null);
    }
}
