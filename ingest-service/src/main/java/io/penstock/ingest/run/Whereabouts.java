package io.penstock.ingest.run;

import io.penstock.ingest.core.plan.ReadPlan;
import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Position;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.schemas.CheckpointV1;
import java.util.List;
import java.util.Optional;

/**
 * Where a run stands: how far the source was read, which state of it is to be read now, and the commits between. One
 * run, one thread.
 */
final class Whereabouts {
    private final PipelinePlan plan;
    private final RecordSource source;
    private final Attempt.From from;
    private final CheckpointV1 last;
    private Position position;
    private Optional<String> lost;
    private History history = History.UNKNOWN;
    private Head head;

    private Whereabouts(PipelinePlan plan, RecordSource source, Attempt.From from) {
        this.plan = plan;
        this.source = source;
        this.from = from;
        this.last = from.last().orElse(null);
        this.lost = from.lost();
        this.position = last == null
                ? Position.START
                : new Position(last.position().tableVersion(), last.position().watermark());
        this.head = from.newest();
    }

    /** Finds it out; asks the source for its history if it has one. */
    static Whereabouts find(PipelinePlan plan, RecordSource source, Attempt.From from) throws SourceException {
        Whereabouts found = new Whereabouts(plan, source, from);
        found.locate();
        return found;
    }

    /** How far the source was read. */
    Position position() {
        return position;
    }

    /** The state to be read now. */
    Head head() {
        return head;
    }

    /** Why the position does not say any more what was read, or empty. */
    Optional<String> lost() {
        return lost;
    }

    /** Finds out what is known of the commits since the last run, and which state to read. */
    private void locate() throws SourceException {
        boolean known = last != null && last.position().source().equals(plan.sourceName());
        if (!from.newest().isPinned() || !known) {
            if (!from.newest().isPinned() && known && last.backfill() != null) {
                position = Position.START;
            }
            return;
        }
        if (position.isAheadOf(from.newest())) {
            lost = Optional.of("the table was made anew: it was read up to version " + position.tableVersion()
                    + " and is at version " + from.newest().version());
            return;
        }
        long begun = last.position().commitVersion();
        long since = position.tableVersion() >= 0 ? position.tableVersion() : begun - 1;
        if (since < 0 && begun < 0) {
            return;
        }
        history =
                since == from.newest().version() ? new History(List.of(), true) : source.history(since, from.newest());
        if (lost.isEmpty() && Checkpoints.owesSweep(last)) {
            lost = Optional.of("rows that were gone at version " + begun + " were not deleted then");
        }
        if (history.complete() || position.isStart()) {
            head = state(begun);
        }
    }

    private Head state(long begun) {
        boolean feed = plan.mode() == ReadMode.CHANGE_FEED && !position.isStart();
        if (begun > position.tableVersion() && begun <= from.newest().version() && !from.anew()) {
            if (feed && lost.isEmpty()) {
                lost = Optional.of("an earlier read of everything did not end");
            }
            return at(begun);
        }
        return feed && lost.isEmpty()
                ? at(Math.min(from.limit(), ReadPlan.feedEnd(position, from.newest(), history)))
                : from.newest();
    }

    private Head at(long version) {
        if (version == from.newest().version()) {
            return from.newest();
        }
        return history.commits().stream()
                .filter(commit -> commit.version() == version)
                .findFirst()
                .map(commit -> new Head(version, commit.at()))
                .orElseGet(() -> {
                    lost = Optional.of("version " + version + " is not in the table's history any more");
                    return from.newest();
                });
    }

    /** The commits after the position, up to a state. */
    History until(Head state) {
        if (!state.isPinned()) {
            return history;
        }
        List<Commit> commits = history.commits().stream()
                .filter(commit -> commit.version() > position.tableVersion() && commit.version() <= state.version())
                .toList();
        return new History(commits, history.complete());
    }
}
