package io.penstock.ingest.core.plan;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.Position;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.type.SparkType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run reads.
 *
 * @param ranges in the order in which they must be read
 * @param everything whether the source is read from its beginning, in one go
 * @param sweeps whether rows the run does not see are gone; only if it reads everything
 * @param rebaseline why everything is read although the source was read before, for a person; null if it is not
 */
public record ReadPlan(List<ReadRange> ranges, boolean everything, boolean sweeps, String rebaseline) {
    public ReadPlan {
        ranges = List.copyOf(ranges);
    }

    /**
     * What a run starts from.
     *
     * @param position how far the source was read; {@link Position#START} if it never was
     * @param head the state this run reads; for a change feed perhaps not the newest one
     * @param history the commits between the two
     * @param lost why the position no longer says what was read, or empty
     * @param page a page of a back-fill that is to be read as well (one of one is everything), or null
     * @param deletes whether rows that disappear are looked for in modes that do not see them
     */
    public record Given(
            ReadMode mode,
            Position position,
            Head head,
            History history,
            Optional<String> lost,
            Page page,
            boolean deletes,
            Columns columns) {
        /** Whether the mode notices that rows disappear. */
        public boolean seesDeletes() {
            return mode == ReadMode.SNAPSHOT || mode == ReadMode.CHANGE_FEED || (deletes && head.isPinned());
        }
    }

    /**
     * The columns a range needs, under the source's names.
     *
     * @param key columns that name a row; empty if nothing does
     * @param keyThen the same under their names at the last position
     * @param watermark null in other modes
     * @param watermarkType null likewise
     * @param lookback how far behind the watermark a read starts
     */
    public record Columns(
            List<String> key, List<String> keyThen, String watermark, SparkType watermarkType, Duration lookback) {
        public Columns {
            key = List.copyOf(key);
            keyThen = List.copyOf(keyThen);
        }
    }

    /** Plans a run. */
    public static ReadPlan of(Given given) {
        boolean first = given.position().isStart();
        Optional<String> lost = first ? given.lost() : given.lost().or(() -> unknown(given));
        if (first || lost.isPresent()) {
            return new ReadPlan(List.of(everything(given, null)), true, given.seesDeletes(), lost.orElse(null));
        }
        List<ReadRange> ranges = new ArrayList<>();
        switch (given.mode()) {
            case SNAPSHOT -> {
                return new ReadPlan(List.of(everything(given, null)), true, true, null);
            }
            case CHANGE_FEED -> {
                if (given.head().version() > given.position().tableVersion()) {
                    ranges.add(new ReadRange.Changes(given.position().tableVersion() + 1, given.head()));
                }
            }
            case ROW_VERSION, WATERMARK -> newRows(given, ranges);
        }
        if (given.page() != null) {
            ranges.add(everything(given, given.page()));
        }
        return new ReadPlan(ranges, false, false, null);
    }

    /**
     * The version up to which a change feed can be read in one go: the last one before the columns change again. A
     * change of columns may only be the first commit of a range.
     */
    public static long feedEnd(Position position, Head newest, History history) {
        return history.commits().stream()
                .filter(commit -> commit.version() > position.tableVersion() + 1
                        && commit.version() <= newest.version()
                        && Effect.of(commit).changesColumns())
                .mapToLong(commit -> commit.version() - 1)
                .min()
                .orElse(newest.version());
    }

    private static void newRows(Given given, List<ReadRange> ranges) {
        boolean pinned = given.head().isPinned();
        if (pinned && given.history().commits().stream().map(Effect::of).noneMatch(Effect::touchesRows)) {
            return;
        }
        long since = given.position().tableVersion();
        ranges.add(
                given.mode() == ReadMode.ROW_VERSION
                        ? new ReadRange.ByRowVersion(since, given.head(), null)
                        : byWatermark(given, from(given), null));
        Columns columns = given.columns();
        if (pinned && given.deletes() && given.history().commits().stream().anyMatch(ReadPlan::mayRemove)) {
            ranges.add(new ReadRange.Gone(since, given.head(), columns.key(), columns.keyThen()));
        }
    }

    private static ReadRange everything(Given given, Page asked) {
        Page page = asked == null || asked.of() == 1 ? null : asked;
        return switch (given.mode()) {
            case ROW_VERSION -> new ReadRange.ByRowVersion(-1, given.head(), page);
            case WATERMARK -> byWatermark(given, null, page);
            case CHANGE_FEED, SNAPSHOT -> new ReadRange.Whole(given.head(), page);
        };
    }

    private static ReadRange byWatermark(Given given, Instant from, Page page) {
        Columns columns = given.columns();
        return new ReadRange.ByWatermark(
                columns.watermark(), columns.watermarkType(), from, given.head(), columns.key(), page);
    }

    private static Instant from(Given given) {
        Instant watermark = given.position().watermark();
        return watermark == null ? null : watermark.minus(given.columns().lookback());
    }

    private static boolean mayRemove(Commit commit) {
        return Effect.of(commit) == Effect.CHANGED;
    }

    /** Why the commits since do not say what changed, if they do not. */
    private static Optional<String> unknown(Given given) {
        if (!given.head().isPinned() || given.mode() == ReadMode.SNAPSHOT) {
            return Optional.empty();
        }
        if (!given.history().complete()) {
            return Optional.of(
                    "the table's history since version " + given.position().tableVersion() + " is not kept any more");
        }
        if (given.mode() == ReadMode.CHANGE_FEED) {
            return Optional.empty();
        }
        return given.history().commits().stream()
                .filter(commit -> Effect.of(commit) == Effect.REPLACED)
                .findFirst()
                .map(commit -> "version " + commit.version() + " is " + commit.operation()
                        + ", after which versions of rows say nothing");
    }
}
