package io.penstock.webhook.core;

import java.time.Duration;

/** Calls back later. */
public interface Alarm {
    /** Runs the task once, not before the wait is over, on any thread but never inside this call. */
    void after(Duration wait, Runnable task);
}
