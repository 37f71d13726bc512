package io.penstock.transform.core.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attribute.
 *
 * @param latest the newest word on it, whether it had to be sent or said what was known already
 * @param pending what is on its way, earliest first
 * @param acknowledged what the destination accepted last
 * @param doubtful what was accepted or is on its way may not be what the destination has in the end
 */
public record Line(Write latest, List<Said> pending, Optional<Said> acknowledged, boolean doubtful) {
    /** Calls of one person end in their order, so more than a few on their way means an outage. */
    private static final int MOST_PENDING = 8;

    public Line {
        pending = List.copyOf(pending);
    }

    /**
     * A value and the call that carried it.
     *
     * @param at when it went out, or when it was accepted
     */
    public record Said(AttributeValue value, Write write, Instant at) {}

    /** What was accepted, if anything was, then what is on its way. */
    public List<Said> said() {
        if (acknowledged.isEmpty()) {
            return pending;
        }
        List<Said> said = new ArrayList<>(1 + pending.size());
        said.add(acknowledged.get());
        said.addAll(pending);
        return said;
    }

    /** Nothing was ever sent. */
    static Line blank(Write write) {
        return new Line(write, List.of(), Optional.empty(), false);
    }

    /**
     * What the destination has when everything on its way has arrived; empty if nobody can say.
     *
     * @param since what went out earlier and has no end yet, never will
     */
    Optional<AttributeValue> expected(Instant since) {
        if (doubtful) {
            return Optional.empty();
        }
        return pending.isEmpty()
                ? acknowledged.map(Said::value)
                : Optional.of(pending.getLast())
                        .filter(last -> !last.at().isBefore(since))
                        .map(Said::value);
    }

    Line confirmed(Write newest) {
        return new Line(newest, pending, acknowledged, doubtful);
    }

    /** The call that is forgotten when another one is sent. */
    Optional<String> overtakenNext() {
        return pending.size() < MOST_PENDING
                ? Optional.empty()
                : Optional.of(pending.getFirst().write().deliveryId());
    }

    /** Whatever was doubtful before: this comes after it. */
    Line sent(Said said) {
        List<Said> more = new ArrayList<>(pending);
        more.add(said);
        return new Line(
                said.write(), more.size() > MOST_PENDING ? more.subList(1, more.size()) : more, acknowledged, false);
    }

    Line doubted() {
        return new Line(latest, pending, acknowledged, true);
    }

    /** Without what is on its way: its end will not be heard here. */
    Line withoutPending() {
        return pending.isEmpty() ? this : new Line(latest, List.of(), acknowledged, true);
    }

    boolean carries(String deliveryId) {
        return place(deliveryId) >= 0;
    }

    boolean isFrom(String deliveryId) {
        return acknowledged
                .filter(said -> said.write().deliveryId().equals(deliveryId))
                .isPresent();
    }

    /** The call ended well, so everything before it has ended too. */
    Line accepted(String deliveryId, Instant at) {
        int place = place(deliveryId);
        Said said = pending.get(place);
        boolean last = place == pending.size() - 1;
        return new Line(
                latest,
                pending.subList(place + 1, pending.size()),
                Optional.of(new Said(said.value(), said.write(), at)),
                doubtful && !last);
    }

    /**
     * The call came to nothing, as far as is known; it may be sent again by hand, so what was there before is no guide.
     */
    Line failed(String deliveryId) {
        int place = place(deliveryId);
        List<Said> left = new ArrayList<>(pending);
        left.remove(place);
        return new Line(latest, left, acknowledged, doubtful || place == left.size());
    }

    private int place(String deliveryId) {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).write().deliveryId().equals(deliveryId)) {
                return i;
            }
        }
        return -1;
    }
}
