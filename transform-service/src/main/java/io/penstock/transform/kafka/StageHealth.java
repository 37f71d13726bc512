package io.penstock.transform.kafka;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * How the script stage is doing. Thread-safe. A stage that fails again and again is not ready; one whose producer can
 * never work again (another process has taken its place) is not alive and wants a restart.
 */
public final class StageHealth {
    private static final int PATIENCE = 5;

    private int failures;
    private String fatal;

    /** A batch was committed. */
    synchronized void worked() {
        failures = 0;
    }

    /** A batch has to be read again. */
    synchronized void failed(Throwable failure) {
        failures++;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof FencedInstanceIdException
                    || cause instanceof OutOfOrderSequenceException
                    || cause instanceof AuthorizationException
                    || cause instanceof UnsupportedVersionException) {
                fatal = cause.getClass().getSimpleName();
            }
        }
    }

    /** False after five batches in a row that failed. */
    public synchronized boolean isReady() {
        return failures < PATIENCE && fatal == null;
    }

    /** What makes every further attempt pointless, if anything does. */
    public synchronized Optional<String> fatal() {
        return Optional.ofNullable(fatal);
    }
}
