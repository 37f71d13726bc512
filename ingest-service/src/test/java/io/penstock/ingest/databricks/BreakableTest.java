package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakableTest {
    private final Breakable waits = new Breakable();

    @Test
    void aWaitEndsWhenItIsBrokenAndLeavesNoInterruptBehind() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                waits.wait(() -> sleepLong(waiting));
            } catch (SQLException e) {
                interruptedAfter.complete(Thread.currentThread().isInterrupted());
            }
        });

        waiting.await();
        waits.breakAll();

        assertThat(interruptedAfter.get(10, TimeUnit.SECONDS)).isFalse();
        thread.join();
    }

    @Test
    void anInterruptThatSomebodyElseSentStays() throws Exception {
        CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                interruptedAfter.complete(waits.wait(() -> {
                            Thread.currentThread().interrupt();
                            waits.breakAll();
                            return true;
                        })
                        && Thread.currentThread().isInterrupted());
            } catch (SQLException e) {
                interruptedAfter.completeExceptionally(e);
            }
        });

        assertThat(interruptedAfter.get(10, TimeUnit.SECONDS)).isTrue();
        thread.join();
    }

    @Test
    void nothingIsWaitedForAfterwards() {
        waits.breakAll();

        assertThatThrownBy(() -> waits.wait(() -> 1)).isInstanceOf(SQLException.class);
    }

    /** Throws what the driver throws when it is interrupted. */
    private static Void sleepLong(CountDownLatch waiting) throws SQLException {
        try {
            waiting.countDown();
            new CountDownLatch(1).await();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted");
        }
    }
}
