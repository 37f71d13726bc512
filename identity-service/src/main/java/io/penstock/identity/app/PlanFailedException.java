package io.penstock.identity.app;

/** A plan cannot be made; the message is for the person at the terminal. */
final class PlanFailedException extends RuntimeException {
    PlanFailedException(String message) {
        super(message);
    }
}
