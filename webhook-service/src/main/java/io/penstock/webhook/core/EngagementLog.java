package io.penstock.webhook.core;

/**
 * Where verified webhooks are kept before they are answered.
 *
 * @param <E> a verified event
 * @param <Q> what was authentic and could not be read as an event
 */
public interface EngagementLog<E, Q> {
    /**
     * Keeps an event. Blocks until it is safe or cannot be made so; at most about 3 s, less than the sender waits.
     *
     * @return whether it is safe
     */
    boolean keep(E event);

    /** Keeps what is no event, in quarantine. Otherwise like {@link #keep}. */
    boolean quarantine(Q letter);
}
