package io.penstock.pipelines;

/** The command cannot go on; the message is for the person at the terminal and says what to do about it. */
final class CommandFailedException extends RuntimeException {
    CommandFailedException(String message) {
        super(message);
    }
}
