package io.penstock.transform.script;

/** No worker can be started. No row is to blame; the same call may work later. */
public final class ScriptRuntimeUnavailable extends RuntimeException {
    ScriptRuntimeUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
