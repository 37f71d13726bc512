package io.penstock.delivery.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One lane per person. The head of a lane is ready when no other call of that lane is under way; it stays under way,
 * through all its retries, until {@link #finished}. A lane that holds a live call anywhere goes before all lanes that
 * hold none: overtaking within the lane is not allowed, so what stands before the live call must hurry too. Not
 * thread-safe.
 */
final class Lanes {
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Lane> liveReady = new LinkedHashMap<>();
    private final Map<String, Lane> backfillReady = new LinkedHashMap<>();
    private int waiting;

    private static final class Lane {
        private final Deque<Call> calls = new ArrayDeque<>(2);
        private boolean underWay;
        private int live;

        void add(Call call) {
            calls.addLast(call);
            live += weight(call);
        }

        private static int weight(Call call) {
            return call.urgency() == Urgency.LIVE ? 1 : 0;
        }
    }

    void add(Call call) {
        Lane lane = lanes.computeIfAbsent(call.lane(), name -> new Lane());
        lane.add(call);
        waiting++;
        place(call.lane(), lane);
    }

    /** Calls that may start, at most one per lane: live lanes first, in each class the longest ready first. */
    Iterable<Call> ready() {
        return () ->
                new Heads(liveReady.values().iterator(), backfillReady.values().iterator());
    }

    /** Looked at for every call: a stream of the same takes some ten times as long. */
    private record Heads(Iterator<Lane> live, Iterator<Lane> backfill) implements Iterator<Call> {
        @Override
        public boolean hasNext() {
            return live.hasNext() || backfill.hasNext();
        }

        @Override
        public Call next() {
            return (live.hasNext() ? live : backfill).next().calls.getFirst();
        }
    }

    boolean hasReady() {
        return hasLive() || !backfillReady.isEmpty();
    }

    /** Whether a ready call is live, or stands before one that is. */
    boolean hasLive() {
        return !liveReady.isEmpty();
    }

    /** @param calls some of {@link #ready()} */
    void started(List<Call> calls) {
        for (Call call : calls) {
            liveReady.remove(call.lane());
            backfillReady.remove(call.lane());
            lanes.get(call.lane()).underWay = true;
            waiting--;
        }
    }

    /** The call got its last word, or will get none: the next of its lane may start. */
    void finished(Call call) {
        Lane lane = lanes.get(call.lane());
        lane.live -= Lane.weight(lane.calls.removeFirst());
        lane.underWay = false;
        if (lane.calls.isEmpty()) {
            lanes.remove(call.lane());
        } else {
            place(call.lane(), lane);
        }
    }

    /**
     * Drops calls that have not started.
     *
     * @return those calls
     */
    List<Call> dropWaiting(Predicate<Call> which) {
        List<Call> dropped = new ArrayList<>();
        for (Iterator<Map.Entry<String, Lane>> all = lanes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Lane> entry = all.next();
            drop(entry.getValue(), which, dropped);
            liveReady.remove(entry.getKey());
            backfillReady.remove(entry.getKey());
            if (entry.getValue().calls.isEmpty()) {
                all.remove();
            } else {
                place(entry.getKey(), entry.getValue());
            }
        }
        waiting -= dropped.size();
        return dropped;
    }

    private static void drop(Lane lane, Predicate<Call> which, List<Call> dropped) {
        Iterator<Call> calls = lane.calls.iterator();
        if (lane.underWay) {
            calls.next();
        }
        while (calls.hasNext()) {
            Call call = calls.next();
            if (which.test(call)) {
                calls.remove();
                lane.live -= Lane.weight(call);
                dropped.add(call);
            }
        }
    }

    /** Calls that have not started. */
    int waiting() {
        return waiting;
    }

    /** The next ready call alone, for a probe. */
    List<Call> first() {
        Iterator<Call> calls = ready().iterator();
        return calls.hasNext() ? List.of(calls.next()) : List.of();
    }

    private void place(String name, Lane lane) {
        if (lane.underWay) {
            return;
        }
        if (lane.live > 0) {
            backfillReady.remove(name);
            liveReady.putIfAbsent(name, lane);
        } else {
            backfillReady.putIfAbsent(name, lane);
        }
    }
}
