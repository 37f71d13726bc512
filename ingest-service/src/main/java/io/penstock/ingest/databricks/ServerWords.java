package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.SourceException.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of a server's error that a person is told: one line, and only where it is about names, grants, a table's log
 * or its files. What is about values quotes them and is never passed on.
 */
final class ServerWords {
    private static final int MOST = 400;
    /** Of a table's protocol, history, metadata, features and log. */
    private static final Set<String> LOG_STATES = Set.of("KD004", "KD006", "KD008", "KD00C", "KD00G", "XXKDS", "56038");

    private static final String OF_DELTA = "DELTA_";
    private static final String OF_A_FILE = "FAILED_READ_FILE";
    /** Where a file lies is nobody's concern, and a partition's folder is called after a value of rows. */
    private static final Pattern FOLDERS = Pattern.compile(
            "\\b[a-z][a-z0-9]*:/(?:.*/(?=[^/]*\\.(?:parquet|json|bin|crc)\\b)|[^\\s'`\"]*/(?=[^/\\s'`\"]))");

    /** What engines put behind the sentence: the statement, plans, stacks, what to do about a cache. */
    private static final List<String> ENDS = List.of(
            "== SQL", "\n\tat ", ";\n", "\n'", "\n+-", "\n\n", " It is possible the underlying files have been");

    private ServerWords() {}

    /** Whether the words may be passed on. */
    static boolean maySay(Fault fault, String state, Optional<String> errorClass) {
        String name = errorClass.orElse("");
        return state.startsWith("42")
                || state.startsWith("0A") && fault == Fault.UNSUPPORTED
                || name.startsWith(OF_A_FILE)
                || name.startsWith(OF_DELTA) && LOG_STATES.contains(state);
    }

    /** The server's sentence without what engines put around it: exception names, plans, stacks, the statement. */
    static String said(String words, Optional<String> errorClass) {
        String text = words;
        if (errorClass.isPresent()) {
            String mark = "[" + errorClass.get() + "]";
            text = mark + words.substring(words.indexOf(mark) + mark.length());
        }
        for (String end : ENDS) {
            int at = text.indexOf(end);
            text = at < 0 ? text : text.substring(0, at);
        }
        String line = FOLDERS.matcher(text.strip().replaceAll("\\s+", " "))
                .replaceAll("")
                .replaceFirst(" SQLSTATE: [0-9A-Z]{5}\\W*$", "");
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }
}
