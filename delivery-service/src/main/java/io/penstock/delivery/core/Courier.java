package io.penstock.delivery.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Carries the calls of one destination: starts what the queue allows, hands answers back to it, and tells the last
 * words. Thread-safe; never blocks except in {@link #awaitQuiet}.
 */
public final class Courier {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final DestinationQueue queue;
    private final Destination destination;
    private final InstantSource clock;
    private final Alarm alarm;
    private volatile Consumer<List<Ending>> told = endings -> {};
    private Instant nextAlarm = Instant.MAX;

    /** With a budget that it shares with nobody. */
    public Courier(QueueSettings settings, Destination destination, InstantSource clock, Alarm alarm) {
        this(settings, destination, new RateBudget(), clock, alarm);
    }

    private Courier(QueueSettings settings, Destination destination, RateBudget own, InstantSource clock, Alarm alarm) {
        this(settings, destination, () -> own, clock, alarm);
    }

    /**
     * @param budgets what its requests are counted against now; asked often, may change
     * @param clock must not step backwards
     */
    public Courier(
            QueueSettings settings,
            Destination destination,
            Supplier<RateBudget> budgets,
            InstantSource clock,
            Alarm alarm) {
        this.queue = new DestinationQueue(settings, budgets);
        this.destination = destination;
        this.clock = clock;
        this.alarm = alarm;
    }

    /**
     * Says who is told of last words: one list for each answer, on the thread that read it. Before the first call.
     *
     * @param who quick, and never throws
     */
    public void tell(Consumer<List<Ending>> who) {
        told = who;
    }

    /**
     * Takes calls over; per person they are started in this order and after all calls taken before. Each gets one last
     * word, unless it is forgotten.
     */
    public void carry(List<Call> calls) {
        lock.lock();
        try {
            calls.forEach(queue::add);
        } finally {
            lock.unlock();
        }
        start();
    }

    /**
     * Drops calls that are not answered and starts nothing more of them. Nobody is told of them any more, except of
     * calls under way whose answer is their last word.
     */
    public void forget(Predicate<Call> which) {
        lock.lock();
        try {
            queue.forget(which);
        } finally {
            lock.unlock();
        }
    }

    /** Starts no request until {@link #release}; what is under way is answered as ever. Safe to repeat. */
    public void hold() {
        lock.lock();
        try {
            queue.hold();
        } finally {
            lock.unlock();
        }
    }

    /** Goes on after {@link #hold}. Safe to repeat. */
    public void release() {
        lock.lock();
        try {
            queue.release();
        } finally {
            lock.unlock();
        }
        start();
    }

    /**
     * Waits until no request is under way.
     *
     * @return false if some still were after that time
     */
    public boolean awaitQuiet(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (queue.requestsInFlight() > 0) {
                if (left <= 0) {
                    return false;
                }
                left = quiet.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The connection changed: new rate, and a probe at once if it was stopped. */
    public void connectionChanged(double rate) {
        lock.lock();
        try {
            queue.rate(rate, clock.instant());
            queue.connectionChanged(clock.instant());
        } finally {
            lock.unlock();
        }
        start();
    }

    /** The part of the connection's rate that is this worker's, in (0, 1]. */
    public void share(double part) {
        lock.lock();
        try {
            queue.share(part, clock.instant());
        } finally {
            lock.unlock();
        }
        start();
    }

    /** How it stands now. */
    public CourierStatus status() {
        lock.lock();
        try {
            return new CourierStatus(
                    queue.requestsInFlight(), queue.owed(), queue.retries(), queue.ambiguous(), queue.breaker());
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        while (true) {
            Request request;
            lock.lock();
            try {
                Optional<Request> next = queue.next(clock.instant());
                if (next.isEmpty()) {
                    setAlarm();
                    return;
                }
                request = next.get();
            } finally {
                lock.unlock();
            }
            send(request).whenComplete((answer, fault) -> answered(request, answerOr(answer, fault)));
        }
    }

    /** A destination that throws has broken its promise; the call is retried all the same, never lost. */
    private CompletionStage<Answer> send(Request request) {
        try {
            return destination.send(request.calls());
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(answerOr(null, e));
        }
    }

    private static Answer answerOr(Answer answer, Throwable fault) {
        return fault == null ? answer : new Answer.NoReply("internal_error", true);
    }

    private void answered(Request request, Answer answer) {
        List<Ending> endings;
        lock.lock();
        try {
            endings = queue.answered(request, answer, clock.instant());
            if (queue.requestsInFlight() == 0) {
                quiet.signalAll();
            }
        } finally {
            lock.unlock();
        }
        start();
        if (!endings.isEmpty()) {
            told.accept(endings);
        }
    }

    /** Under the lock. One alarm is enough: a later one that was set before finds nothing to do and sets the next. */
    private void setAlarm() {
        Instant now = clock.instant();
        Optional<Instant> wake = queue.wakeAt(now);
        if (wake.isEmpty() || (nextAlarm.isAfter(now) && !wake.get().isBefore(nextAlarm))) {
            return;
        }
        Instant at = wake.get();
        nextAlarm = at;
        long nanos = Math.max(0, Duration.between(now, at).toNanos());
        // Whole milliseconds, rounded up: an alarm that rings too early would only be set again.
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
        alarm.after(Duration.ofMillis(Math.max(1, millis)), () -> {
            lock.lock();
            try {
                if (nextAlarm.equals(at)) {
                    nextAlarm = Instant.MAX;
                }
            } finally {
                lock.unlock();
            }
            start();
        });
    }
}
