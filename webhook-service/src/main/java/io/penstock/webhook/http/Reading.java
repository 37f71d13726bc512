package io.penstock.webhook.http;

import io.penstock.schemas.EngagementV1;

/** What an authentic body turned out to be. */
sealed interface Reading {
    /** An event, known type or not. */
    record Event(EngagementV1 engagement) implements Reading {}

    /**
     * No event.
     *
     * @param code stable reason
     * @param reason for a person, without any value of the body
     */
    record Odd(String code, String reason) implements Reading {}
}
