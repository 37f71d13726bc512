package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "42P01,[TABLE_OR_VIEW_NOT_FOUND] no such table,FIX_QUERY",
        "42703,[UNRESOLVED_COLUMN.WITH_SUGGESTION] did you mean,FIX_QUERY",
        "42601,[PARSE_SYNTAX_ERROR] near,FIX_QUERY",
        "22012,[DIVIDE_BY_ZERO] zero,FIX_QUERY",
        "42501,[INSUFFICIENT_PERMISSIONS] no SELECT,MISSING_GRANT",
        "'',User does not have permission: PERMISSION_DENIED,MISSING_GRANT",
        "28000,rejected,CREDENTIALS",
        "42P01,[TABLE_OR_VIEW_NOT_FOUND] main.ml.scores_401 or 403,FIX_QUERY",
        "CONNECTION_ERROR,HTTP 403 Forbidden,MISSING_GRANT",
        "'',HTTP 401 Unauthorized,CREDENTIALS",
        "0AKDC,[DELTA_UNSUPPORTED] change,UNSUPPORTED",
        "KD001,[FAILED_READ_FILE] vacuumed,UNSUPPORTED",
        "08S01,connection reset,UNAVAILABLE",
        "'',HTTP 503 TEMPORARILY_UNAVAILABLE,WARMING",
        "XX000,something new,UNAVAILABLE"
    })
    void classifiesByState(String state, String message, Fault fault) {
        assertThat(SqlFailures.fault(state, message)).isEqualTo(fault);
    }

    @Test
    void suggestionsReachThePersonWhoCanUseThem() {
        SourceException failure = SqlFailures.classify(
                new SQLException("[UNRESOLVED_COLUMN.WITH_SUGGESTION] `score`. Did you mean `score_v2`?", "42703"),
                "reading the source");

        assertThat(failure).hasMessageContaining("Did you mean `score_v2`?").hasMessageContaining("42703");
    }

    @Test
    void valuesOfRowsNeverDo() {
        SourceException failure = SqlFailures.classify(
                new SQLException("[CAST_INVALID_INPUT] The value 'jane@example.com' cannot be cast", "22018"),
                "reading");

        assertThat(failure).hasMessage("reading: CAST_INVALID_INPUT (SQLSTATE 22018)");
    }

    @Test
    void commitTimesNeverFallAndOldCommitsGetTheOldestTimeKnown() {
        Instant noon = Instant.parse("2026-03-15T12:00:00Z");
        CommitTimes times = new CommitTimes(Map.of(5L, noon, 6L, noon.minusSeconds(10), 7L, noon.plusSeconds(10)));

        assertThat(times.at(2)).isEqualTo(noon);
        assertThat(times.at(6)).isEqualTo(noon);
        assertThat(times.at(7)).isEqualTo(noon.plusSeconds(10));
        assertThat(new CommitTimes(Map.of()).at(1)).isNull();
    }
}
