package io.penstock.ingest.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            User does not have USE CATALOG on Catalog 'main'.                                     | GRANT USE CATALOG ON CATALOG `main` TO `sp`;
            PERMISSION_DENIED: User does not have USE SCHEMA on Schema 'main.ml'.                 | GRANT USE SCHEMA ON SCHEMA `main`.`ml` TO `sp`;
            [INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have SELECT on Table 'main.ml.scores'. SQLSTATE: 42501 | GRANT SELECT ON TABLE `main`.`ml`.`scores` TO `sp`;
            User does not have permission SELECT and MODIFY on Materialized View 'main.ml.m'.               | GRANT SELECT, MODIFY ON TABLE `main`.`ml`.`m` TO `sp`;
            User does not have SELECT on View 'main.ml.v'.                                        | GRANT SELECT ON TABLE `main`.`ml`.`v` TO `sp`;
            User does not have USE SCHEMA on Schema `my-cat`.`my.schema`.                         | GRANT USE SCHEMA ON SCHEMA `my-cat`.`my.schema` TO `sp`;
            User does not have CREATE TABLE on Schema 'penstock.engagement'.                      | GRANT CREATE TABLE ON SCHEMA `penstock`.`engagement` TO `sp`;
            """)
    void readsThePrivilegeOutOfTheWordsOfDatabricks(String words, String statement) {
        assertThat(Grant.named(words).map(grant -> grant.statement("sp"))).contains(statement);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        User does not have SELECT on Table 'main.x.y'. SQLSTATE: 42501              | SELECT ON TABLE `main`.`x`.`y`
        User does not have USE SCHEMA on Schema 'main.x'. SQLSTATE: 42501           | USE SCHEMA ON SCHEMA `main`.`x`
        User does not have USE CATALOG on Catalog 'main'.                           | USE CATALOG ON CATALOG `main`
        PERMISSION_DENIED: User does not have USE SCHEMA on Schema `cat`.`sch`      | USE SCHEMA ON SCHEMA `cat`.`sch`
        PERMISSION_DENIED: User does not have SELECT on table raw.events            | SELECT ON TABLE `raw`.`events`
        User does not have USE_CATALOG on Catalog 'main'                            | USE CATALOG ON CATALOG `main`
        User does not have permission SELECT on any file.                           | SELECT ON ANY FILE
        User does not have MODIFY and SELECT on Table 'main.x.y'.                   | MODIFY, SELECT ON TABLE `main`.`x`.`y`
        User does not have SELECT on View 'main.x.v'                                | SELECT ON TABLE `main`.`x`.`v`
        User does not have SELECT on Materialized View 'main.x.v'                   | SELECT ON TABLE `main`.`x`.`v`
        User does not have USE CATALOG on Catalog                                   | USE CATALOG ON CATALOG `main`
        User does not have USE SCHEMA on Schema SQLSTATE: 42501                     | USE SCHEMA ON SCHEMA `main`.`ml-outputs`
        You are not authorized to use this SQL warehouse                            |
        """)
    void readsItOutOfTheWordsOfSqlAndKnowsTheTableThatWasRead(String words, String grant) {
        assertThat(Grant.named(
                                "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n" + words,
                                TableName.parse("main.ml-outputs.scores"))
                        .map(found -> found.text("sp")))
                .isEqualTo(Optional.ofNullable(grant).map(g -> "GRANT " + g + " TO `sp`"));
    }

    @Test
    void readsItOnASecondLineAndBehindOtherExceptions() {
        SQLException server = new SQLException(
                "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have SELECT on Table 'a.b.c'. SQLSTATE: 42501");

        assertThat(Grant.named(new SourceException(Fault.MISSING_GRANT, "reading: cut short", server)))
                .contains(new Grant("SELECT", "TABLE", TableName.of("a", "b", "c")));
    }

    @Test
    void knowsNothingFromOtherWords() {
        assertThat(Grant.named("The table or view `a`.`b` cannot be found")).isEmpty();
        assertThat(Grant.named((String) null)).isEmpty();
    }

    @Test
    void listsAllThatReadingAndLandingNeed() {
        assertThat(Grant.statements(Grant.toRead(TableName.parse("main.ml.`a.b`")), "sp"))
                .isEqualTo("""
                GRANT USE CATALOG ON CATALOG `main` TO `sp`;
                GRANT USE SCHEMA ON SCHEMA `main`.`ml` TO `sp`;
                GRANT SELECT ON TABLE `main`.`ml`.`a.b` TO `sp`;""");
        assertThat(Grant.statements(Grant.toLand(TableName.parse("penstock.engagement")), "sp"))
                .isEqualTo("""
                GRANT USE CATALOG ON CATALOG `penstock` TO `sp`;
                GRANT USE SCHEMA, CREATE TABLE, SELECT, MODIFY ON SCHEMA `penstock`.`engagement` TO `sp`;""");
    }

    @Test
    void quotesABackQuoteInsideAName() {
        assertThat(TableName.of("a`b", "c").quoted()).isEqualTo("`a``b`.`c`");
        assertThat(TableName.parse("a.`b.c`.d").parts()).containsExactly("a", "b.c", "d");
    }
}
