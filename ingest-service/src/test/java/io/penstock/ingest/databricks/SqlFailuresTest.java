package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {
    private final AtomicInteger dead = new AtomicInteger();
    private final SqlFailures failures =
            new SqlFailures(Optional.of("app-id"), "main.ml.scores", dead::incrementAndGet);

    @ParameterizedTest
    @CsvSource({
        "42P01,[TABLE_OR_VIEW_NOT_FOUND] no such table,FIX_QUERY",
        "42P01,[TABLE_OR_VIEW_NOT_FOUND] main.ml.scores_401 or 403,FIX_QUERY",
        "42703,[UNRESOLVED_COLUMN.WITH_SUGGESTION] did you mean,FIX_QUERY",
        "42704,[FIELD_NOT_FOUND] No such struct field,FIX_QUERY",
        "42601,[PARSE_SYNTAX_ERROR] near,FIX_QUERY",
        "22012,[DIVIDE_BY_ZERO] zero,FIX_QUERY",
        "22003,[NUMERIC_VALUE_OUT_OF_RANGE] too big,FIX_QUERY",
        "21506,[MULTIPLE_ROWS] of a scalar subquery,FIX_QUERY",
        "P0001,[USER_RAISED_EXCEPTION] by the query itself,FIX_QUERY",
        "42501,[INSUFFICIENT_PERMISSIONS] no SELECT,MISSING_GRANT",
        "'',PERMISSION_DENIED: User does not have SELECT on Table 'a.b.c',MISSING_GRANT",
        "CONNECTION_ERROR,HTTP 403 Forbidden,MISSING_GRANT",
        "CONNECTION_ERROR,HTTP 403 Forbidden: Invalid access token,CREDENTIALS",
        "28000,rejected,CREDENTIALS",
        "'',HTTP 401 Unauthorized,CREDENTIALS",
        "'',invalid_client: Client authentication failed,CREDENTIALS",
        "0AKDC,[DELTA_UNSUPPORTED_FEATURES_FOR_READ] of a newer writer,UNSUPPORTED",
        "56038,[DELTA_MISSING_ICEBERG_CLASS] not here,UNSUPPORTED",
        "KD009,[CONFLICTING_DIRECTORY_STRUCTURES] broken,UNSUPPORTED",
        "22003,[DELTA_CDC_START_VERSION_AFTER_LATEST] Start version 7,REBASELINE",
        "22003,[DELTA_INVALID_CDC_RANGE] end before start,REBASELINE",
        "0AKDC,[DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_DATA_SCHEMA] a rename,REBASELINE",
        "0AKDC,[DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_SCHEMA_CHANGE] a wider type,REBASELINE",
        "0AKDC,[DELTA_UNSUPPORTED_TIME_TRAVEL_BEYOND_DELETED_FILE_RETENTION_DURATION] old,REBASELINE",
        "KD002,[DELTA_MISSING_CHANGE_DATA] not recorded,REBASELINE",
        "42807,[DELTA_CHANGE_TABLE_FEED_DISABLED] off,REBASELINE",
        "KD001,[FAILED_READ_FILE.FILE_NOT_EXIST] vacuumed,REBASELINE",
        "KD001,Operation failed with error: [[FAILED_READ_FILE.FILE_NOT_EXIST] vacuumed,REBASELINE",
        "22003,[DELTA_VERSION_NOT_FOUND] Cannot time travel,REBASELINE",
        "42816,[DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION] old,REBASELINE",
        "KD006,[DELTA_NO_RECREATABLE_HISTORY_FOUND] gone,REBASELINE",
        "42K03,[DELTA_TRUNCATED_TRANSACTION_LOG] cleaned up,REBASELINE",
        "42K03,[DELTA_LOG_FILE_NOT_FOUND] cleaned up,REBASELINE",
        "INVALID_STATE,Invalid SessionHandle: SessionHandle [01f1604b] (HTTP 400 Bad Request),UNAVAILABLE",
        "HY000,The handle is not known,UNAVAILABLE",
        "08S01,connection reset,UNAVAILABLE",
        "'',HTTP 503 TEMPORARILY_UNAVAILABLE,WARMING",
        "XX000,something new,UNAVAILABLE",
        "HY008,an administrator cancelled it,UNAVAILABLE"
    })
    void classifiesByErrorClassThenByState(String state, String message, Fault fault) {
        assertThat(SqlFailures.fault(state, message)).isEqualTo(fault);
    }

    @Test
    void aStatementThatTookTooLongIsTriedAgainOnTheSameConnection() {
        SQLTimeoutException late = new SQLTimeoutException("took too long", "HYT00");

        assertThat(failures.classify(late, "reading").fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(SqlFailures.isOfTheConnection(late)).isFalse();
        assertThat(dead).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "42P01,[TABLE_OR_VIEW_NOT_FOUND] no such table,false",
        "XX000,something new,false",
        "KD001,[FAILED_READ_FILE.FILE_NOT_EXIST] vacuumed,false",
        "HY000,The handle is not known,true",
        "INVALID_STATE,Invalid SessionHandle: Session [x] is closed,true",
        "08S01,connection reset,true",
        "'',HTTP 503,true"
    })
    void aConnectionIsThrownAwayWhenItIsAtFault(String state, String message, boolean thrownAway) {
        SQLException failure = new SQLException(message, state);

        assertThat(SqlFailures.isOfTheConnection(failure)).isEqualTo(thrownAway);
        assertThat(failures.classify(failure, "reading")).isNotNull();
        assertThat(dead.get() > 0).isEqualTo(thrownAway);
    }

    @Test
    void suggestionsReachThePersonWhoCanUseThem() {
        SourceException failure = failures.classify(
                new SQLException(
                        "Error running query: [UNRESOLVED_COLUMN.WITH_SUGGESTION] "
                                + "org.apache.spark.sql.catalyst.ExtendedAnalysisException: "
                                + "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column `score` cannot be resolved. "
                                + "Did you mean one of the following? [`score_v2`]. SQLSTATE: 42703;\n'Project ['score]\n\tat",
                        "42703"),
                "reading the query");

        assertThat(failure)
                .hasMessageContaining("Did you mean one of the following? [`score_v2`].")
                .hasMessageContaining("42703")
                .hasMessageStartingWith("reading the query: [UNRESOLVED_COLUMN.WITH_SUGGESTION]");
        assertThat(failure.getMessage()).doesNotContain("Project").hasLineCount(1);
    }

    @Test
    void valuesOfRowsAreInNoMessageAndInNoCause() {
        SourceException failure = failures.classify(
                new SQLException("[CAST_INVALID_INPUT] The value 'jane@example.com' cannot be cast", "22018"),
                "reading");

        assertThat(failure).hasMessage("reading: CAST_INVALID_INPUT (SQLSTATE 22018)");
        assertThat(failure).hasStackTraceContaining("SqlFailuresTest");
        assertThat(stack(failure)).doesNotContain("jane");
    }

    @Test
    void secretsOfTheTransportAreInNoMessage() {
        SourceException failure = failures.classify(
                new SQLException(
                        "Error while receiving response from Thrift server. Request {TExecuteStatementReq(sessionHandle:"
                                + "TSessionHandle(sessionId:THandleIdentifier(guid:1B FC, secret:AE 96 F0)),"
                                + " statement:SELECT [FORBIDDEN] WHERE\n code = 403}, Error {connection refused}",
                        "INVALID_STATE"),
                "reading");

        assertThat(stack(failure)).doesNotContain("AE 96 F0");
        assertThat(failure.fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(failure)
                .hasMessage("reading: the warehouse cannot be reached or did not answer in time"
                        + " (SQLSTATE INVALID_STATE)");
    }

    @Test
    void aRebaselineSaysWhatIsGoneWithoutTheSchemaTheServerQuotes() {
        SourceException failure = failures.classify(
                new SQLException(
                        "[DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_DATA_SCHEMA] Your read schema is {\"type\":\"struct\"",
                        "0AKDC"),
                "reading main.ml.scores");

        assertThat(failure.fault()).isEqualTo(Fault.REBASELINE);
        assertThat(failure)
                .hasMessage(
                        "reading main.ml.scores: DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_DATA_SCHEMA: what was asked for"
                                + " is not kept any more or cannot be read as it was (SQLSTATE 0AKDC)");
    }

    @Test
    void whatIsWrongWithATablesLogIsSaidInTheServersWords() {
        SourceException failure = failures.classify(
                new SQLException(
                        "[DELTA_UNSUPPORTED_FEATURES_FOR_READ] Unsupported Delta read feature: table"
                                + " \"file:/lake/main/ml/scores\" requires reader table feature(s) that are unsupported by"
                                + " Delta Lake \"4.4.0\": flyingCarpet. SQLSTATE: 56038",
                        "56038"),
                "asking for the version of main.ml.scores");

        assertThat(failure)
                .hasMessage(
                        "asking for the version of main.ml.scores: [DELTA_UNSUPPORTED_FEATURES_FOR_READ] Unsupported"
                                + " Delta read feature: table \"scores\" requires reader table feature(s) that are unsupported by"
                                + " Delta Lake \"4.4.0\": flyingCarpet. (SQLSTATE 56038)");
    }

    @Test
    void aBrokenFileIsNamedWithoutItsPartitionWhichHoldsAValue() {
        SourceException failure = failures.classify(
                new SQLException(
                        "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file"
                                + " file:///lake/ml/scores/email=jane doe@example.com/part-0.c000.snappy.parquet. File does"
                                + " not exist. It is possible the underlying files have been updated.\nYou can"
                                + " explicitly invalidate the cache. SQLSTATE: KD001)]",
                        "KD001"),
                "reading main.ml.scores");

        assertThat(failure)
                .hasMessage(
                        "reading main.ml.scores: [FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file"
                                + " part-0.c000.snappy.parquet. File does not exist. (SQLSTATE KD001)");
        assertThat(stack(failure)).doesNotContain("jane");
        assertThat(failure.fault()).isEqualTo(Fault.REBASELINE);
    }

    @Test
    void aPartitionsValueThatCannotBeCastIsInNoMessage() {
        SourceException failure = failures.classify(
                new SQLException(
                        "[DELTA_FAILED_CAST_PARTITION_VALUE] Failed to cast partition value `jane` to IntegerType",
                        "22018"),
                "reading");

        assertThat(failure).hasMessage("reading: DELTA_FAILED_CAST_PARTITION_VALUE (SQLSTATE 22018)");
    }

    @Test
    void aMissingGrantComesWithTheStatementThatGivesIt() {
        SourceException failure = failures.classify(
                new SQLException(
                        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n"
                                + "User does not have SELECT on Table 'main.ml.scores'. SQLSTATE: 42501",
                        "42501"),
                "reading main.ml.scores");

        assertThat(failure).hasMessageContaining("User does not have SELECT on Table 'main.ml.scores'.");
        assertThat(failure.remedy()).contains("GRANT SELECT ON TABLE `main`.`ml`.`scores` TO `app-id`");
    }

    private static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
