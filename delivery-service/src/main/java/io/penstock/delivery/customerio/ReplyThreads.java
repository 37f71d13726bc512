package io.penstock.delivery.customerio;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Where the HTTP client does its work. What has arrived is taken in on the very thread that has waited for it, which is
 * one for all connections, instead of being handed to another one for each step: half of what a request costs. What
 * begins a request may block, as long as a name is looked up, and goes to a thread of its own, as it does without this.
 *
 * <p>Whatever depends on a reply runs elsewhere: the client completes its futures in the common pool.
 */
final class ReplyThreads implements Executor {
    /** Ends the name of the client's thread that waits for bytes; if it did not, all would go to other threads. */
    private static final String WAITS = "-SelectorManager";

    private final Executor others = Executors.newCachedThreadPool(Beginning::new);

    private static final class Beginning extends Thread {
        Beginning(Runnable task) {
            super(task, "request");
            setDaemon(true);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (isOwn(Thread.currentThread())) {
            task.run();
        } else {
            others.execute(task);
        }
    }

    private static boolean isOwn(Thread thread) {
        return thread instanceof Beginning || thread.getName().endsWith(WAITS);
    }
}
