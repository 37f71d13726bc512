package io.penstock.delivery.readback;

import io.penstock.schemas.Category;
import io.penstock.schemas.OutcomeV1;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Works off one connection's activity log: each failed attribute change of a call of ours becomes a word on that call,
 * once. It asks for at most one page at a time, from the newest back to what is done, and then writes from the oldest
 * on. What was on the log before it was first read is left alone.
 *
 * <p>An entry names a person and a time but no call: the last identify of that person that was accepted before it is
 * taken for its cause. Not thread-safe.
 */
final class ActivityReader {
    /** Entries in memory; of a longer backlog the newest are read again in the next round. */
    static final int MOST = 2_000;

    private static final int A_TRANSACTION = 200;

    /** Time that the history may take to know of a call what the activity log knows already. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    /** The broker forgets a position that nobody has touched for days. */
    private static final Duration TOUCH = Duration.ofHours(6);

    private final String connection;
    private final AppApi api;
    private final AcceptedCalls calls;
    private final Findings findings;
    private final Counts counts;
    private final Duration every;
    /** By id: entries that come meanwhile may push others from one page to the next. */
    private final LinkedHashMap<String, Activity> found = new LinkedHashMap<>();

    private Optional<String> cursor = Optional.empty();
    private Optional<ActivityPosition> position = Optional.empty();
    private boolean truncated;
    private boolean leading;
    private Instant next = Instant.MIN;
    private Instant writtenAt = Instant.MIN;

    /** @param every time between two rounds */
    ActivityReader(
            String connection, AppApi api, AcceptedCalls calls, Findings findings, Counts counts, Duration every) {
        this.connection = connection;
        this.api = api;
        this.calls = calls;
        this.findings = findings;
        this.counts = counts;
        this.every = every;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    /** Another worker has the log now. */
    void leave() {
        if (leading) {
            findings.leave(connection);
            forget();
        }
    }

    /** What is in memory may not be what is written down: begins with that the next time. */
    void forget() {
        leading = false;
        position = Optional.empty();
        startOver();
    }

    /**
     * Asks for one page, and writes what is found when it was the last one.
     *
     * @return a fault of the App API
     */
    Optional<AppApi.Fault> turn(Instant now) {
        if (!leading) {
            position = findings.takeOver(connection);
            leading = true;
        }
        return switch (api.failedChanges(cursor)) {
            case AppApi.Fault fault -> {
                startOver();
                next = now.plus(every);
                yield Optional.of(fault);
            }
            case AppApi.Page.Entries page -> {
                if (position.isEmpty()) {
                    begin(page, now);
                } else {
                    take(page, position.get(), now);
                }
                yield Optional.empty();
            }
        };
    }

    private void begin(AppApi.Page.Entries page, Instant now) {
        write(List.of(), ActivityPosition.after(page.newestFirst()), now);
        next = now.plus(every);
    }

    private void take(AppApi.Page.Entries page, ActivityPosition done, Instant now) {
        page.newestFirst().stream()
                .filter(done::isBefore)
                .filter(entry -> !entry.at().plus(SETTLED).isAfter(now))
                .forEach(entry -> found.putIfAbsent(entry.id(), entry));
        while (found.size() > MOST) {
            found.pollFirstEntry();
            truncated = true;
        }
        boolean more = page.next().isPresent() && page.newestFirst().stream().noneMatch(done::isBeyond);
        if (more) {
            cursor = page.next();
            return;
        }
        List<Activity> oldestFirst = new ArrayList<>(found.sequencedValues().reversed());
        next = truncated ? now : now.plus(every);
        startOver();
        if (!oldestFirst.isEmpty()) {
            work(oldestFirst, done, now);
        } else if (writtenAt.plus(TOUCH).isBefore(now)) {
            write(List.of(), done, now);
        }
    }

    private void work(List<Activity> oldestFirst, ActivityPosition done, Instant now) {
        ActivityPosition reached = done;
        for (int from = 0; from < oldestFirst.size(); from += A_TRANSACTION) {
            List<Activity> part = oldestFirst.subList(from, Math.min(oldestFirst.size(), from + A_TRANSACTION));
            List<OutcomeV1> words = new ArrayList<>();
            for (Activity entry : part) {
                calls.before(connection, entry).ifPresent(call -> words.add(word(call, entry, now)));
            }
            reached = reached.with(part);
            write(words, reached, now);
            counts.add(Counts.Result.FAILED_CHANGE, words.size());
            counts.add(Counts.Result.FOREIGN_CHANGE, part.size() - words.size());
        }
    }

    private static OutcomeV1 word(OutcomeV1 call, Activity entry, Instant now) {
        return call.later(
                OutcomeV1.NOT_APPLIED,
                Category.DESTINATION_REJECTED,
                List.of(entry.words(), "activity " + entry.id() + " at " + entry.at()),
                now);
    }

    private void write(List<OutcomeV1> words, ActivityPosition reached, Instant now) {
        findings.write(connection, words, reached);
        position = Optional.of(reached);
        writtenAt = now;
    }

    private void startOver() {
        found.clear();
        truncated = false;
        cursor = Optional.empty();
    }
}
