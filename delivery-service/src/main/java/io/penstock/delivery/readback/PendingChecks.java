package io.penstock.delivery.readback;

import io.penstock.schemas.IdentifierV1;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Accepted calls of one connection that wait until it is time to look them up: at most one per person, and a bounded
 * number in all. Thread-safe.
 */
final class PendingChecks {
    private final int most;
    private final LinkedHashMap<IdentifierV1, Check> byPerson = new LinkedHashMap<>();

    /** One call to look up, not before that time. */
    record Check(Expectation expectation, Instant due) {}

    PendingChecks(int most) {
        this.most = most;
    }

    synchronized boolean isWaiting(IdentifierV1 person) {
        return byPerson.containsKey(person);
    }

    /** A later call wrote these attributes: they can say nothing of the earlier one any more. */
    synchronized void overwritten(IdentifierV1 person, Set<String> names) {
        byPerson.computeIfPresent(person, (key, check) -> {
            Expectation rest = check.expectation().without(names);
            return rest.values().isEmpty() ? null : new Check(rest, check.due());
        });
    }

    /** The person is gone there, or is somebody else. */
    synchronized void forget(IdentifierV1 person) {
        byPerson.remove(person);
    }

    /** Left out if there are enough, or one of the person waits. */
    synchronized void add(Expectation expectation, Instant due) {
        if (byPerson.size() < most && !expectation.values().isEmpty()) {
            byPerson.putIfAbsent(expectation.outcome().address(), new Check(expectation, due));
        }
    }

    synchronized boolean hasDue(Instant now) {
        return byPerson.values().stream()
                .findFirst()
                .map(check -> !check.due().isAfter(now))
                .orElse(false);
    }

    /** Takes out the one that waits longest. */
    synchronized Optional<Expectation> take() {
        return Optional.ofNullable(byPerson.isEmpty() ? null : byPerson.pollFirstEntry())
                .map(entry -> entry.getValue().expectation());
    }

    synchronized int size() {
        return byPerson.size();
    }
}
