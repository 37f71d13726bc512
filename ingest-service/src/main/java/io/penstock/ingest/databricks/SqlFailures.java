package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the driver's errors mean, by SQLSTATE first and by the words of the transport where there is none.
 *
 * <p>The server's own words are passed on only for errors about names and grants (class 42 and 0A), where they help
 * ("did you mean …"); those about values (a cast, a division) quote the value and are cut down to their error class.
 */
final class SqlFailures {
    private static final Pattern ERROR_CLASS = Pattern.compile("\\[([A-Z][A-Z0-9_.]+)]");
    private static final Pattern GRANT_WORDS = words("INSUFFICIENT_PERMISSIONS|PERMISSION_DENIED|403|forbidden");
    private static final Pattern CREDENTIAL_WORDS = words("401|unauthorized|invalid_client|access token");
    private static final Pattern WARMING_WORDS = words("503|TEMPORARILY_UNAVAILABLE|temporarily unavailable");
    private static final int MOST_WORDS = 400;

    private SqlFailures() {}

    static SourceException classify(SQLException failure, String doing) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        Fault fault = failure instanceof SQLTimeoutException ? Fault.UNAVAILABLE : fault(state, words(failure));
        return new SourceException(fault, doing + ": " + summary(fault, state, words(failure)), failure);
    }

    static Fault fault(String state, String words) {
        if (state.equals("42501")) {
            return Fault.MISSING_GRANT;
        }
        return switch (state.length() == 5 ? state.substring(0, 2) : "") {
            case "28" -> Fault.CREDENTIALS;
            case "21", "22", "42" -> Fault.FIX_QUERY;
            case "0A", "KD" -> Fault.UNSUPPORTED;
            default -> byWords(words);
        };
    }

    /** The driver gives the transport's failures no SQLSTATE, or one of its own. */
    private static Fault byWords(String words) {
        if (GRANT_WORDS.matcher(words).find()) {
            return Fault.MISSING_GRANT;
        }
        if (CREDENTIAL_WORDS.matcher(words).find()) {
            return Fault.CREDENTIALS;
        }
        return WARMING_WORDS.matcher(words).find() ? Fault.WARMING : Fault.UNAVAILABLE;
    }

    private static String summary(Fault fault, String state, String words) {
        String about = state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
        boolean telling = state.startsWith("42") || state.startsWith("0A");
        if (telling) {
            String line = words.lines().findFirst().orElse("");
            return (line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line) + about;
        }
        Matcher errorClass = ERROR_CLASS.matcher(words);
        String name = errorClass.find() ? errorClass.group(1) : sentence(fault);
        return name + about;
    }

    private static String sentence(Fault fault) {
        return switch (fault) {
            case WARMING -> "the warehouse is starting";
            case UNAVAILABLE -> "the warehouse cannot be reached or did not answer in time";
            case CREDENTIALS -> "the credentials were refused";
            case MISSING_GRANT -> "a grant is missing: on the table, or CAN USE on the warehouse";
            case FIX_QUERY -> "the query failed";
            case UNSUPPORTED -> "the table cannot do this";
            case REBASELINE -> "what was asked for is not kept any more";
            case CANCELLED -> "cancelled";
        };
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("\\b(" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    /** Messages of the whole chain: the driver wraps what the transport said. */
    private static String words(SQLException failure) {
        StringBuilder words = new StringBuilder();
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 6; t = t.getCause(), depth++) {
            words.append(t.getMessage()).append('\n');
        }
        return words.toString();
    }
}
