package io.penstock.delivery.app;

import io.penstock.delivery.core.Alarm;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Rings on one daemon thread; what it rings for must be quick. */
final class AlarmThread implements Alarm, AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("delivery-alarm").factory());

    @Override
    public void after(Duration wait, Runnable task) {
        thread.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
