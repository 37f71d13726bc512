package io.penstock.delivery.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One lane per person. The head of a lane is ready when no other call of that person is under way; it stays under way,
 * through all its retries, until {@link #finished}. Not thread-safe.
 */
final class Lanes {
    private final Map<String, Deque<Call>> behind = new HashMap<>();
    private final Map<String, Call> ready = new LinkedHashMap<>();
    private final Map<String, Call> underWay = new HashMap<>();
    private int waiting;

    void add(Call call) {
        String person = call.person();
        if (ready.containsKey(person) || underWay.containsKey(person)) {
            behind.computeIfAbsent(person, p -> new ArrayDeque<>()).addLast(call);
        } else {
            ready.put(person, call);
        }
        waiting++;
    }

    /** Calls that may start, at most one per person, the longest ready first. */
    Iterable<Call> ready() {
        return ready.values();
    }

    /** @param calls some of {@link #ready()} */
    void started(List<Call> calls) {
        for (Call call : calls) {
            ready.remove(call.person());
            underWay.put(call.person(), call);
            waiting--;
        }
    }

    /** The call got its last word: the next of its person may start. */
    void finished(Call call) {
        underWay.remove(call.person());
        Deque<Call> next = behind.get(call.person());
        if (next == null) {
            return;
        }
        ready.put(call.person(), next.removeFirst());
        if (next.isEmpty()) {
            behind.remove(call.person());
        }
    }

    /**
     * Drops every call that has not started.
     *
     * @return those calls
     */
    List<Call> dropWaiting() {
        List<Call> dropped = new ArrayList<>(ready.values());
        behind.values().forEach(dropped::addAll);
        behind.clear();
        ready.clear();
        waiting = 0;
        return dropped;
    }

    /** Calls that have not started. */
    int waiting() {
        return waiting;
    }

    /** The next ready call alone, for a probe. */
    List<Call> first() {
        Iterator<Call> calls = ready.values().iterator();
        return calls.hasNext() ? List.of(calls.next()) : List.of();
    }
}
