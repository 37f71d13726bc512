package io.penstock.ingest.core.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a run, as it travels with every read. The same run tried again has the same name; a later one never has.
 *
 * @param text without the ending that says what kind of run it is
 */
public record RunName(String text, Kind kind) {
    /** What the change filter has to know of a run. */
    public enum Kind {
        /** Reads one state of the source, or a part of it. */
        STATE,
        /** Reads everything; what it does not see is taken for gone in the end. */
        SWEEP,
        /** Reads changes: several of one row, each of another commit. */
        FEED;

        private String ending() {
            return ";" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads one; one without an ending reads a state. */
    public static RunName parse(String runId) {
        for (Kind kind : Kind.values()) {
            if (runId.endsWith(kind.ending())) {
                return new RunName(
                        runId.substring(0, runId.length() - kind.ending().length()), kind);
            }
        }
        return new RunName(runId, Kind.STATE);
    }

    /** As it travels. */
    public String runId() {
        return text + kind.ending();
    }

    /**
     * What is remembered of a run with every row: 32 bits of the name's hash, by which a sweep tells its own rows from
     * others, and the 32 lower bits of the table version a row was read at, of which there may be several in one run.
     *
     * <p>Two runs whose hashes fall together (one pair in four thousand million) hide a deletion from one sweep; the
     * next one finds it.
     */
    public long stamp(long version) {
        long group = ByteBuffer.wrap(RowVersion.sha256(text.getBytes(StandardCharsets.UTF_8)))
                .getInt();
        return group << 32 | version & 0xFFFF_FFFFL;
    }

    /** Whether two stamps were made by one run, whatever the versions. */
    public static boolean sameRun(long one, long other) {
        return one >>> 32 == other >>> 32;
    }
}
