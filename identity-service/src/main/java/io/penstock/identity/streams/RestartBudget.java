package io.penstock.identity.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Replaces a stream thread that died, but not for ever: beyond the budget the client stops and the process is no longer
 * ready. A dead letter would be wrong here, since what fails is Kafka or a store, not a record. Thread-safe.
 */
public final class RestartBudget implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = Logger.getLogger(RestartBudget.class);

    private final int most;
    private final Duration within;
    private final InstantSource clock;
    private final Deque<Instant> restarts = new ArrayDeque<>();

    /**
     * @param most replacements allowed
     * @param within window that slides with the clock
     */
    public RestartBudget(int most, Duration within, InstantSource clock) {
        this.most = most;
        this.within = within;
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        Instant now = clock.instant();
        while (!restarts.isEmpty() && restarts.peekFirst().isBefore(now.minus(within))) {
            restarts.removeFirst();
        }
        if (restarts.size() >= most) {
            LOG.errorf(exception, "stream thread died, %d replacements in %s are used up: stopping", most, within);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        restarts.addLast(now);
        LOG.errorf(exception, "stream thread died, replaced (%d of %d in %s)", restarts.size(), most, within);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
