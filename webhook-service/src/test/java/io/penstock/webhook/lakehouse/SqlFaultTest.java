package io.penstock.webhook.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.webhook.core.Merge;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultTest {
    @ParameterizedTest
    @CsvSource({
        "2D521,[DELTA_CONCURRENT_APPEND] files were added,concurrent_write",
        "HY000,[DELTA_CONCURRENT_WRITE] x,concurrent_write",
        "40001,serialization,concurrent_write",
        "42P01,[TABLE_OR_VIEW_NOT_FOUND] x,table_missing",
        "42704,[SCHEMA_NOT_FOUND] x,table_missing",
        "42501,no grant,no_permission",
        "28000,who,no_permission",
        "42703,[UNRESOLVED_COLUMN] x,statement_refused",
        "42601,syntax,statement_refused",
        "08S01,link,lakehouse_unavailable",
        "HYT00,timeout,lakehouse_unavailable",
        ",,lakehouse_unavailable"
    })
    void triesAgainWhatMayPass(String state, String message, String code) {
        assertThat(SqlFault.classify(new SQLException(message, state))).isEqualTo(new Merge.NotNow(code));
    }

    @ParameterizedTest
    @CsvSource({
        "22023,[MALFORMED_RECORD_IN_PARSING] x",
        "HY000,[MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] x",
        "22003,overflow",
        "23502,not null",
        "21506,[DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE] x"
    })
    void blamesTheRowsForWhatIsTheirs(String state, String message) {
        assertThat(SqlFault.classify(new SQLException(message, state))).isEqualTo(new Merge.Refused("not_storable"));
    }
}
