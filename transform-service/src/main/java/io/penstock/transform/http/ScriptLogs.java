package io.penstock.transform.http;

import java.util.Optional;

/** What scripts printed, as this process remembers it. Safe from any thread. */
public interface ScriptLogs {
    /** Of one pipeline; empty if no such pipeline is in force and none has printed. */
    Optional<ScriptPrint> of(String pipeline);
}
