package io.penstock.ingest.databricks;

import io.penstock.ingest.core.catalog.Grant;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the driver's errors mean: by the engine's error class, then by SQLSTATE, then, where there is neither, by the
 * words of the transport.
 *
 * <p>The server's own words are passed on only where they help and quote no row ({@link ServerWords}). Those about
 * values (a cast, a division) quote the value, those of the transport quote the request with the session's secret: they
 * are cut down to their error class. The exception's cause keeps the stack and no words.
 */
final class SqlFailures {
    private static final Pattern ERROR_CLASS = Pattern.compile("\\[([A-Z][A-Z0-9_]{3,}(?:\\.[A-Z0-9_]+)?)]");
    private static final Pattern BARE_PERMISSION = Pattern.compile("\\bPERMISSION_DENIED: ");
    private static final Pattern GRANT_WORDS = words("INSUFFICIENT_PERMISSIONS|PERMISSION_DENIED|403|forbidden");
    private static final Pattern CREDENTIAL_WORDS =
            words("401|unauthorized|invalid_client|access token|authentication failed|invalid token");
    private static final Pattern WARMING_WORDS = words("503|TEMPORARILY_UNAVAILABLE|temporarily unavailable");
    /** A session that the server has closed or forgotten. */
    private static final Pattern DEAD_SESSION =
            words("Invalid SessionHandle|Invalid OperationHandle|INVALID_HANDLE|INVALID_HANDLE_STATUS|session is closed"
                    + "|handle is not known|connection has been closed|connection closed");

    /** Nothing the engine foresaw. */
    private static final String BROKE = "INTERNAL_ERROR";

    /** What the driver quotes of its own request: the statement, in which any word may stand, and a secret. */
    private static final Pattern QUOTED_REQUEST = Pattern.compile("Request \\{.*?(?=, Error \\{|$)", Pattern.DOTALL);

    /** What is not kept any more, or cannot be read as changes. */
    private static final Set<String> GONE = Set.of(
            "DELTA_CDC_START_VERSION_AFTER_LATEST",
            "DELTA_INVALID_CDC_RANGE",
            "DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_DATA_SCHEMA",
            "DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_SCHEMA_CHANGE",
            "DELTA_CHANGE_TABLE_FEED_DISABLED",
            "DELTA_MISSING_CHANGE_DATA",
            "DELTA_UNSUPPORTED_TIME_TRAVEL_BEYOND_DELETED_FILE_RETENTION_DURATION",
            "DELTA_VERSION_NOT_FOUND",
            "DELTA_VERSIONS_NOT_CONTIGUOUS",
            "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION",
            "DELTA_NO_RECREATABLE_HISTORY_FOUND",
            "DELTA_LOG_FILE_NOT_FOUND",
            "DELTA_TRUNCATED_TRANSACTION_LOG",
            "DELTA_FILE_NOT_FOUND",
            "DELTA_FILE_NOT_FOUND_DETAILED",
            "FAILED_READ_FILE");

    private static final Set<String> GONE_STATES = Set.of("KD001", "KD002", "KD006", "KD00C");
    private static final Set<String> FORBIDDEN = Set.of("INSUFFICIENT_PERMISSIONS", "PERMISSION_DENIED");
    /** By SQLSTATE, or its first two characters. The statement's timeout is XXKST on Databricks. */
    private static final Map<String, Fault> STATES = Map.ofEntries(
            Map.entry("42501", Fault.MISSING_GRANT),
            Map.entry("28", Fault.CREDENTIALS),
            Map.entry("21", Fault.FIX_QUERY),
            Map.entry("22", Fault.FIX_QUERY),
            Map.entry("42", Fault.FIX_QUERY),
            Map.entry("P0", Fault.FIX_QUERY),
            Map.entry("0A", Fault.UNSUPPORTED),
            Map.entry("56", Fault.UNSUPPORTED),
            Map.entry("KD", Fault.UNSUPPORTED));

    private static final int DEEPEST_CAUSE = 6;

    private final String principal;
    private final TableName table;
    private final Runnable sessionDied;

    /**
     * Makes one.
     *
     * @param grantee application id of the service principal, if known
     * @param table three-part name of what is read, or null for a query
     * @param sessionDied called when the connection, not the statement, is at fault
     */
    SqlFailures(Optional<String> grantee, String table, Runnable sessionDied) {
        this.principal = grantee.orElse(Grant.UNKNOWN_PRINCIPAL);
        this.table = table == null ? TableName.of() : TableName.parse(table);
        this.sessionDied = sessionDied;
    }

    /** What to tell, and to whom it falls to act. */
    SourceException classify(SQLException failure, String doing) {
        String words = chain(failure);
        String state = state(failure);
        Fault fault = failure instanceof SQLTimeoutException ? Fault.UNAVAILABLE : fault(state, words);
        if (isOfTheConnection(failure)) {
            sessionDied.run();
        }
        Optional<String> remedy = fault == Fault.MISSING_GRANT
                ? Grant.named(words, table).map(grant -> grant.text(principal))
                : Optional.empty();
        return new SourceException(
                fault, doing + ": " + summary(fault, state, words), remedy.orElse(null), wordless(failure, state));
    }

    /**
     * Whether the connection should be thrown away: what failed is not the statement, or nobody knows. Costs a new
     * session at most.
     */
    static boolean isOfTheConnection(SQLException failure) {
        if (failure instanceof SQLTimeoutException) {
            return false;
        }
        String state = state(failure);
        boolean ofTheStatement =
                state.length() == 5 && !state.startsWith("08") && !state.startsWith("28") && !state.equals("HY000");
        return !ofTheStatement || DEAD_SESSION.matcher(chain(failure)).find();
    }

    static Fault fault(String state, String words) {
        if (DEAD_SESSION.matcher(words).find()) {
            return Fault.UNAVAILABLE;
        }
        String errorClass = errorClass(words).orElse("");
        if (isGone(state, errorClass)) {
            return Fault.REBASELINE;
        }
        if (FORBIDDEN.contains(errorClass)) {
            return Fault.MISSING_GRANT;
        }
        Fault exact = STATES.get(state);
        if (exact != null) {
            return exact;
        }
        Fault family = state.length() == 5 ? STATES.get(state.substring(0, 2)) : null;
        return family != null ? family : byWords(words);
    }

    private static boolean isGone(String state, String errorClass) {
        int dot = errorClass.indexOf('.');
        return GONE_STATES.contains(state)
                || GONE.contains(errorClass)
                || dot > 0 && GONE.contains(errorClass.substring(0, dot));
    }

    /** The driver gives the transport's failures no SQLSTATE, or one of its own. */
    private static Fault byWords(String words) {
        if (WARMING_WORDS.matcher(words).find()) {
            return Fault.WARMING;
        }
        // Before the grants: a token that was refused comes with 401, and with 403 "Invalid access token".
        if (CREDENTIAL_WORDS.matcher(words).find()) {
            return Fault.CREDENTIALS;
        }
        return GRANT_WORDS.matcher(words).find() ? Fault.MISSING_GRANT : Fault.UNAVAILABLE;
    }

    private static String summary(Fault fault, String state, String words) {
        String about = state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
        Optional<String> errorClass = errorClass(words);
        if (ServerWords.maySay(fault, state, errorClass)) {
            return ServerWords.said(words, errorClass) + about;
        }
        String meaning = meaning(fault, errorClass);
        return errorClass.map(name -> name + (meaning.isEmpty() ? "" : ": ")).orElse("") + meaning + about;
    }

    private static String meaning(Fault fault, Optional<String> errorClass) {
        if (errorClass.isEmpty() || fault == Fault.REBASELINE) {
            return sentence(fault);
        }
        return errorClass.get().equals(BROKE)
                ? "the engine itself broke on it; its words, which may quote rows, are in the query history"
                : "";
    }

    private static Optional<String> errorClass(String words) {
        Matcher matcher = ERROR_CLASS.matcher(words);
        if (matcher.find()) {
            return Optional.of(matcher.group(1));
        }
        return BARE_PERMISSION.matcher(words).find() ? Optional.of("PERMISSION_DENIED") : Optional.empty();
    }

    private static String sentence(Fault fault) {
        return switch (fault) {
            case WARMING -> "the warehouse is starting";
            case UNAVAILABLE -> "the warehouse cannot be reached or did not answer in time";
            case CREDENTIALS -> "the credentials were refused";
            case MISSING_GRANT -> "a grant is missing: on the table, or CAN USE on the warehouse";
            case FIX_QUERY -> "the query failed";
            case UNSUPPORTED -> "the table cannot do this";
            case REBASELINE -> "what was asked for is not kept any more or cannot be read as it was";
            case CANCELLED -> "cancelled";
        };
    }

    private static SQLException wordless(SQLException failure, String state) {
        SQLException cause = new SQLException(failure.getClass().getSimpleName(), state);
        cause.setStackTrace(failure.getStackTrace());
        return cause;
    }

    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("\\b(" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    /** Messages of the whole chain: the driver wraps what the transport said. */
    private static String chain(SQLException failure) {
        StringBuilder words = new StringBuilder();
        int depth = 0;
        for (Throwable t = failure; t != null && depth < DEEPEST_CAUSE; t = t.getCause(), depth++) {
            words.append(QUOTED_REQUEST.matcher(String.valueOf(t.getMessage())).replaceAll(""))
                    .append("\n\n");
        }
        return words.toString();
    }
}
