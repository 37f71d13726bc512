package io.penstock.local.stack;

/**
 * The stack cannot do what was asked. The message is a sentence for the person at the terminal; no stack trace is
 * needed.
 */
public final class StackException extends RuntimeException {
    public StackException(String message) {
        super(message);
    }
}
