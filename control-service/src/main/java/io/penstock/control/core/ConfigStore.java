package io.penstock.control.core;

import java.util.Map;
import java.util.function.Function;

/** The place where configuration is in force, with one writer at a time. */
@FunctionalInterface
public interface ConfigStore {
    /**
     * Shows everything ever published to a planner, and writes what it plans, all or nothing. No other writer comes in
     * between. Safe to repeat: the second plan finds everything unchanged and writes nothing.
     *
     * <p>Blocks until it is written.
     *
     * @param author recorded with each version
     * @return the plan that was carried out
     * @throws StoreUnavailableException if it could not be written; nothing was, or a repeat finds what was
     */
    Plan publish(String author, Function<Map<Key, Published>, Plan> planner);

    /** The store does not answer, or another writer took over. Trying again later is right. */
    final class StoreUnavailableException extends RuntimeException {
        public StoreUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
