package io.penstock.delivery.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One courier per destination, made when it is first needed. Thread-safe. */
public final class Couriers {
    private final Map<String, Courier> byName = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Function<String, Courier> make;
    private volatile double share = 1;
    private volatile Consumer<List<Ending>> told = endings -> {};

    public Couriers(Function<String, Courier> make) {
        this.make = make;
    }

    /** Says who is told of last words, of every destination; see {@link Courier#tell}. Before the first call. */
    public void tell(Consumer<List<Ending>> who) {
        told = who;
    }

    /** The courier of a destination; one that nobody has configured yet waits for its configuration. */
    public Courier to(String destination) {
        return byName.computeIfAbsent(destination, name -> {
            known.add(name);
            Courier courier = make.apply(name);
            courier.share(share);
            courier.tell(told);
            return courier;
        });
    }

    /** The connection of that name changed. */
    public void connectionChanged(String destination, double rate) {
        known.add(destination);
        Courier courier = byName.get(destination);
        if (courier != null) {
            courier.connectionChanged(rate);
        }
    }

    /** How many destinations are configured or were ever sent to, from 1: as many share the memory. */
    public int known() {
        return Math.max(1, known.size());
    }

    /** The part of every connection's rate that is this worker's, in (0, 1]. */
    public void share(double part) {
        share = part;
        byName.values().forEach(courier -> courier.share(part));
    }

    /** That part as it is now. */
    public double share() {
        return share;
    }

    /** Drops unanswered calls; see {@link Courier#forget}. */
    public void forget(Predicate<Call> which) {
        byName.values().forEach(courier -> courier.forget(which));
    }

    /**
     * Starts nothing more until {@link #release}, and waits for requests under way.
     *
     * @return false if some were still under way after that time
     */
    public boolean hold(Duration patience) throws InterruptedException {
        byName.values().forEach(Courier::hold);
        long deadline = System.nanoTime() + patience.toNanos();
        boolean quiet = true;
        for (Courier courier : byName.values()) {
            quiet &= courier.awaitQuiet(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        return quiet;
    }

    /** Starts nothing more to that destination until {@link #release}; waits for nothing. */
    public void hold(String destination) {
        Courier courier = byName.get(destination);
        if (courier != null) {
            courier.hold();
        }
    }

    /** Goes on after a hold. */
    public void release() {
        byName.values().forEach(Courier::release);
    }

    /** How every destination stands, by name. */
    public Map<String, CourierStatus> status() {
        Map<String, CourierStatus> status = new TreeMap<>();
        byName.forEach((name, courier) -> status.put(name, courier.status()));
        return status;
    }
}
