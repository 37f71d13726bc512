package io.penstock.ingest.app;

import io.penstock.ingest.core.doctor.Patience;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on a thread of its own, so that somebody can be told when it takes long. */
record LatePatience(Duration lateAfter) implements Patience {
    @Override
    public <T> T call(Slow<T> slow, Runnable late) throws SourceException {
        FutureTask<T> task = new FutureTask<>(slow::call);
        Thread.ofPlatform().daemon().name("doctor").start(task);
        try {
            while (true) {
                try {
                    return task.get(lateAfter.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    late.run();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(Fault.CANCELLED, "cancelled while waiting for the warehouse", e);
        } finally {
            task.cancel(true);
        }
    }
}
