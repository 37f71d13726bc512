package io.penstock.transform.script.worker;

/**
 * The engine did not finish what it was asked: it was interrupted, its memory ran out, or it is broken. Which of them
 * the watchdog and the isolate know. The message of the cause can quote a row and must not be read.
 */
final class EngineFailure extends Exception {
    EngineFailure(Throwable cause) {
        super("the engine failed", cause);
    }
}
