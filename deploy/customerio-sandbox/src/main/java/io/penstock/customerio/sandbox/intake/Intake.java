package io.penstock.customerio.sandbox.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.journal.Journal;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.Verdict;
import io.penstock.customerio.sandbox.track.Reading;
import io.penstock.customerio.sandbox.workspace.Workspace;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The one owner of a workspace. Operations get a number, go to the journal, and are applied in that order: at once
 * without a delay, otherwise by a thread of its own when they are due (rule 16). Safe for many threads.
 */
public final class Intake implements AutoCloseable {

    private record Due(ReceivedOperation received, Operation operation, long atNanos) {}

    private final WorkspaceSettings settings;
    private final Rereading reader;
    private final Journal journal;
    private final Duration delay;
    private final InstantSource clock;
    private final EventSink sink;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Due> pending = new ArrayDeque<>();
    private Workspace workspace;
    private OperationLog log = new OperationLog();
    private long applying;
    private boolean closed;

    public Intake(
            WorkspaceSettings settings,
            Rereading reader,
            Journal journal,
            Duration delay,
            InstantSource clock,
            EventSink sink) {
        this.settings = settings;
        this.reader = reader;
        this.journal = journal;
        this.delay = delay;
        this.clock = clock;
        this.sink = sink;
        this.workspace = newWorkspace();
    }

    private Workspace newWorkspace() {
        return new Workspace(settings, (person, event) -> sink.onEvent(applying, person, event));
    }

    /** Starts the thread that applies; nothing to do without a delay. */
    public void start() {
        if (delay.isPositive()) {
            Thread.ofVirtual().name("customerio-sandbox-apply").start(this::applyWhenDue);
        }
    }

    /**
     * Takes the operations of one request. When this returns they are in the journal, and applied if there is no delay.
     */
    public void receive(List<Arrival> arrivals) {
        lock.lock();
        try {
            long request = log.lastRequest() + 1;
            long now = clock.millis();
            List<Due> accepted = new ArrayList<>();
            List<ObjectNode> lines = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                ReceivedOperation received = new ReceivedOperation(log.lastSeq() + 1, request, now, arrival);
                log.add(received);
                lines.add(received.toLine());
                arrival.operation()
                        .ifPresent(operation ->
                                accepted.add(new Due(received, operation, System.nanoTime() + delay.toNanos())));
            }
            journal.append(lines);
            if (delay.isPositive()) {
                pending.addAll(accepted);
                changed.signalAll();
            } else {
                accepted.forEach(this::apply);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an operation back from the journal and applies it at once, as of its time of receipt. Before {@link #start}
     * only.
     */
    public void restore(ObjectNode line) {
        lock.lock();
        try {
            ReceivedOperation received = new ReceivedOperation(line);
            log.add(received);
            if (received.verdict() == Verdict.PENDING) {
                reader.again(received.method(), received.path(), received.body())
                        .flatMap(Reading::operation)
                        .ifPresentOrElse(
                                operation -> apply(new Due(received, operation, 0)),
                                () -> log.decide(received, Outcome.dropped("refused by the present settings")));
            }
        } finally {
            lock.unlock();
        }
    }

    private void apply(Due due) {
        applying = due.received().seq();
        Outcome outcome = workspace.apply(due.operation(), due.received().receivedAtMs() / 1000);
        log.decide(due.received(), outcome);
    }

    private void applyWhenDue() {
        lock.lock();
        try {
            while (!closed) {
                Due next = pending.peek();
                long wait = next == null ? Long.MAX_VALUE : next.atNanos() - System.nanoTime();
                if (wait > 0) {
                    changed.await(wait, TimeUnit.NANOSECONDS);
                } else {
                    apply(pending.remove());
                    changed.signalAll();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything accepted so far is applied; false when that took longer than the given time. */
    public boolean settle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!pending.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return pending.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Reads the workspace as applied so far. The function must not keep what it is given. */
    public <T> T read(Function<Workspace, T> reading) {
        lock.lock();
        try {
            return reading.apply(workspace);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up to {@code limit} operations with a higher number than {@code since}, oldest first: JSON objects with commas in
     * between.
     */
    public byte[] operations(long since, int limit) {
        lock.lock();
        try {
            return log.render(since, limit);
        } finally {
            lock.unlock();
        }
    }

    /** How many operations were received; also the number of the last one. */
    public long received() {
        lock.lock();
        try {
            return log.lastSeq();
        } finally {
            lock.unlock();
        }
    }

    public ObjectNode summary() {
        lock.lock();
        try {
            return log.summary();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everybody and everything received, in the journal too. Numbers start again at 1. */
    public void reset() {
        lock.lock();
        try {
            pending.clear();
            journal.clear();
            log = new OperationLog();
            workspace = newWorkspace();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
