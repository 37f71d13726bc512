package io.penstock.delivery.core;

/** What an account says of the region it is in, against what is configured for its connection. */
public sealed interface Region {
    /**
     * Nobody knows.
     *
     * @param code stable reason: {@code asking}, {@code unchecked} (nothing to ask with), {@code no_credentials},
     *     {@code bad_credentials}, {@code unanswered}, {@code unreadable_answer}, {@code unknown_connection}
     */
    record Unknown(String code) implements Region {}

    /** As configured. */
    record Confirmed(String region) implements Region {}

    /**
     * Not as configured.
     *
     * @param setting of the connection's file that is to be changed
     */
    record Mismatch(String setting, String configured, String told) implements Region {}
}
