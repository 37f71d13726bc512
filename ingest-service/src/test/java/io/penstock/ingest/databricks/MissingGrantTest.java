package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingGrantTest {
    private static final String PRINCIPAL = "d5f5a1c2-0000-4000-8000-000000000001";
    private final MissingGrant grants = new MissingGrant(Optional.of(PRINCIPAL), "main.ml-outputs.scores");

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
        User does not have SELECT on View 'main.x.v'                                | SELECT ON VIEW `main`.`x`.`v`
        User does not have SELECT on Materialized View 'main.x.v'                   | SELECT ON TABLE `main`.`x`.`v`
        User does not have USE CATALOG on Catalog                                   | USE CATALOG ON CATALOG `main`
        User does not have USE SCHEMA on Schema SQLSTATE: 42501                     | USE SCHEMA ON SCHEMA `main`.`ml-outputs`
        You are not authorized to use this SQL warehouse                            |
        """)
    void readsTheGrantFromTheServersWords(String words, String grant) {
        assertThat(grants.remedy("[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n" + words))
                .isEqualTo(Optional.ofNullable(grant).map(g -> "GRANT " + g + " TO `" + PRINCIPAL + "`"));
    }

    @Test
    void aTokenDoesNotTellWhoseItIs() {
        assertThat(new MissingGrant(Optional.empty(), null).remedy("User does not have USE CATALOG on Catalog 'main'."))
                .contains("GRANT USE CATALOG ON CATALOG `main` TO `<application-id>`");
    }
}
