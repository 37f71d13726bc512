package io.penstock.webhook.core;

/**
 * Where verified webhooks are kept before they are answered.
 *
 * @param <E> a verified event
 * @param <Q> what was authentic and could not be read as an event
 */
public interface EngagementLog<E, Q> {
    /**
     * Keeps an event. Blocks until it is safe or cannot be made so: less than 1 s, unless the disk is slow.
     *
     * @return whether it is safe
     */
    boolean keep(E event);

    /** Keeps what is no event, in quarantine. Otherwise like {@link #keep}. */
    boolean quarantine(Q letter);
}
