package io.penstock.ingest.core.filter;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Decides what one read is, given what was remembered of its row.
 *
 * <p>Reads of one row arrive in the order of the table's versions, so content alone decides: whatever differs from what
 * is remembered is a change, also if its as-of time is older (a writer's clock was behind, a table was restored). The
 * as-of time of what passes on rises all the same, by a microsecond if need be, because readers drop what is not newer.
 */
public final class ChangeFilter {
    /** How long a deleted row is remembered, so that its as-of time goes on rising if it comes back. */
    static final Duration TOMBSTONES_KEPT = Duration.ofDays(30);

    private static final Duration TICK = Duration.ofNanos(1_000);

    private ChangeFilter() {}

    /** What a read is. */
    public enum Verdict {
        /** New content, or gone: passes on. */
        CHANGED,
        /** The content that is already known. */
        UNCHANGED,
        /** Another row of the same key in the same version of a table: the first one stays. */
        DUPLICATE
    }

    /**
     * One read.
     *
     * @param hash its content; null for a row that is gone
     * @param run {@link RunName#stamp} of its run and version
     * @param pinned whether it was read at a table version, in which no key may be twice
     * @param sweeping whether its run needs to know later that it saw the row
     */
    public record Seen(String hash, Instant asOf, long run, boolean pinned, boolean sweeping) {}

    /**
     * What is to be done.
     *
     * @param remember what to remember from now on, or null if that stays as it is
     */
    public record Decision(Verdict verdict, LastSeen remember) {}

    /** Decides about a row as read; {@code last} is null if nothing is remembered. */
    public static Decision decide(LastSeen last, Seen seen) {
        if (last == null) {
            return seen.hash() == null ? new Decision(Verdict.UNCHANGED, null) : changed(seen.asOf(), seen);
        }
        if (Objects.equals(last.hash(), seen.hash())) {
            return new Decision(
                    Verdict.UNCHANGED, seen.sweeping() && last.run() != seen.run() ? marked(last, seen.run()) : null);
        }
        if (seen.pinned() && last.run() == seen.run() && last.hash() != null && seen.hash() != null) {
            return new Decision(Verdict.DUPLICATE, null);
        }
        Instant next = last.asOf().plus(TICK);
        return changed(seen.asOf().isBefore(next) ? next : seen.asOf(), seen);
    }

    /**
     * What to remember of a row that is there but could not be read into shape: that the run saw it.
     *
     * @return null if that stays as it is
     */
    public static LastSeen present(LastSeen last, long run) {
        return last == null || last.isDeleted() || last.run() == run ? null : marked(last, run);
    }

    /** What the end of a complete read says about one remembered row. */
    public enum Fate {
        /** The run saw it. */
        STAYS,
        /** The run did not see it: the row is gone. */
        DELETED,
        /** It was gone long ago: nothing needs to be remembered of it any more. */
        FORGOTTEN
    }

    /**
     * Decides about a remembered row at the end of a complete read.
     *
     * @param run the run's stamp at any version
     * @param asOf the time of the state that was read
     */
    public static Fate sweep(LastSeen last, long run, Instant asOf) {
        if (last.isDeleted()) {
            return last.asOf().isBefore(asOf.minus(TOMBSTONES_KEPT)) ? Fate.FORGOTTEN : Fate.STAYS;
        }
        return RunName.sameRun(last.run(), run) ? Fate.STAYS : Fate.DELETED;
    }

    private static Decision changed(Instant asOf, Seen seen) {
        return new Decision(Verdict.CHANGED, new LastSeen(seen.hash(), asOf, seen.run()));
    }

    private static LastSeen marked(LastSeen last, long run) {
        return new LastSeen(last.hash(), last.asOf(), run);
    }
}
