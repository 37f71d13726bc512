package io.penstock.transform.script;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Workers of one memory size: as many as may run at once, and some spare ones already warm. A worker that is not given
 * back is replaced in the background. Safe for many threads.
 */
final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WorkerPool.class.getName());

    /** Starts a worker; slow, and may fail. */
    interface Starter extends Callable<Worker> {
        @Override
        Worker call() throws WorkerLost;
    }

    private final Starter starter;
    private final int workers;
    private final int total;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> lent = new HashSet<>();
    private int starting;
    private boolean isClosed;
    private WorkerLost lastFailure;

    WorkerPool(Starter starter, int workers, int spares) {
        this.starter = starter;
        this.workers = workers;
        this.total = workers + spares;
    }

    /**
     * A live worker, to be given back with {@link #release} or {@link #discard}. Waits for one to be free or to have
     * started.
     */
    synchronized Worker borrow() {
        lastFailure = null;
        while (true) {
            if (isClosed) throw new ScriptRuntimeUnavailable("the script runtime is closed", null);
            forgetDead();
            refill();
            if (!idle.isEmpty() && lent.size() < workers) {
                Worker worker = idle.pop();
                lent.add(worker);
                return worker;
            }
            if (lastFailure != null && starting == 0 && lent.size() < workers) {
                throw new ScriptRuntimeUnavailable(
                        "no script worker can be started: " + lastFailure.getMessage(), lastFailure);
            }
            await();
        }
    }

    synchronized void release(Worker worker) {
        lent.remove(worker);
        if (isClosed || !worker.isAlive()) worker.close();
        else idle.push(worker);
        refill();
        notifyAll();
    }

    synchronized void discard(Worker worker) {
        lent.remove(worker);
        worker.close();
        refill();
        notifyAll();
    }

    private void forgetDead() {
        idle.removeIf(worker -> {
            if (worker.isAlive()) return false;
            worker.close();
            return true;
        });
    }

    /** Starts what is missing. After a failure nobody tries again until somebody needs a worker. */
    private void refill() {
        while (!isClosed && lastFailure == null && idle.size() + lent.size() + starting < total) {
            starting++;
            Thread.ofPlatform().daemon().name("worker-start").start(this::startOne);
        }
    }

    private void startOne() {
        Worker worker = null;
        WorkerLost failure = null;
        try {
            worker = starter.call();
        } catch (WorkerLost e) {
            failure = e;
        }
        started(worker, failure);
    }

    private synchronized void started(Worker worker, WorkerLost failure) {
        starting--;
        if (failure != null) {
            lastFailure = failure;
            LOG.log(Level.WARNING, "script worker did not start: reason={0}", failure.getMessage());
        } else if (isClosed) worker.close();
        else idle.addLast(worker);
        notifyAll();
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScriptRuntimeUnavailable("interrupted while waiting for a script worker", e);
        }
    }

    /** Kills every worker, lent ones too: whoever uses one sees it lost. */
    @Override
    public synchronized void close() {
        isClosed = true;
        idle.forEach(Worker::close);
        lent.forEach(Worker::close);
        idle.clear();
        notifyAll();
    }
}
