package io.penstock.transform.core.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which rows one rule has turned into events: per row key the newest version. Bounded; a row it has forgotten counts as
 * new, and its event goes out again under the id it had. For one thread.
 */
public final class RowMemory {
    private final List<Seen> rows;

    /** A memory of these rows, oldest first. */
    public RowMemory(List<Seen> rows) {
        this.rows = new ArrayList<>(rows);
    }

    /**
     * A row as it is remembered.
     *
     * @param key hash of its key
     * @param asOfMicros since 1970
     * @param commitVersion version of the commit that wrote it, or -1
     * @param version hash of its version
     */
    public record Seen(long key, long asOfMicros, long commitVersion, long version) {
        /** Of a call. */
        public static Seen of(Write write) {
            return new Seen(
                    hash(write.rowKey()), micros(write.asOf()), write.commitVersion(), hash(write.rowVersion()));
        }

        private static long micros(Instant time) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        }

        /** Two versions that agree in both times come in their order. */
        private boolean isNewerThan(Seen other) {
            if (asOfMicros != other.asOfMicros) {
                return asOfMicros > other.asOfMicros;
            }
            if (commitVersion >= 0 && other.commitVersion >= 0 && commitVersion != other.commitVersion) {
                return commitVersion > other.commitVersion;
            }
            return version != other.version;
        }

        /** FNV-1a, 64 bits. */
        private static long hash(String text) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            return hash;
        }
    }

    /** Remembered rows, oldest first. */
    public List<Seen> rows() {
        return List.copyOf(rows);
    }

    /**
     * The event of a row came to nothing: the row counts as new when it comes again.
     *
     * @param asOf of the row that made the event; a newer version of the row stays
     * @return whether it was remembered
     */
    public boolean forget(String rowKey, Instant asOf) {
        long key = Seen.hash(rowKey);
        long micros = Seen.micros(asOf);
        return rows.removeIf(seen -> seen.key() == key && seen.asOfMicros() == micros);
    }

    /**
     * Remembers a row.
     *
     * @param most how many rows to remember; those of the oldest times are forgotten
     * @return whether it is new: no version of the row that is as new was here before
     */
    public boolean take(Seen seen, int most) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key() == seen.key()) {
                if (!seen.isNewerThan(rows.get(i))) {
                    return false;
                }
                rows.remove(i);
                break;
            }
        }
        rows.add(seen);
        rows.sort(Comparator.comparingLong(Seen::asOfMicros)); // nearly sorted: linear
        while (rows.size() > most) {
            rows.removeFirst();
        }
        return true;
    }
}
