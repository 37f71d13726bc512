package io.penstock.transform.script;

import java.time.Duration;

/**
 * What a script may use. Exceeding a limit costs the row that did it, after a second try of that row alone in a fresh
 * isolate; its neighbours are answered normally.
 *
 * @param perRow longest time of one row, wall clock; 10 ms to {@code perBatch}
 * @param perBatch longest time the worker may spend on one hand-over; what is left is handed over again. Together with
 *     {@link ScriptRuntimeSettings#hardGrace()} it bounds how long a worker that no longer reacts goes unnoticed. At
 *     most 60 s
 * @param memoryBytes heap of the script; rounded up to 32, 64, 128, 256 or 512 MiB, because V8 has one limit per
 *     process and each of these sizes has worker processes of its own
 */
public record ScriptLimits(Duration perRow, Duration perBatch, long memoryBytes) {
    /** 100 ms per row, 2 s per batch, 64 MiB. */
    public static final ScriptLimits DEFAULT =
            new ScriptLimits(Duration.ofMillis(100), Duration.ofSeconds(2), 64L << 20);

    private static final int[] HEAP_MEGABYTES = {32, 64, 128, 256, 512};

    public ScriptLimits {
        if (perRow.toMillis() < 10)
            throw new IllegalArgumentException("expected at least 10 ms per row, got " + perRow);
        if (perBatch.compareTo(perRow) < 0) {
            throw new IllegalArgumentException(
                    "expected a batch limit of at least the row limit " + perRow + ", got " + perBatch);
        }
        if (perBatch.toSeconds() > 60)
            throw new IllegalArgumentException("expected at most 60 s per batch, got " + perBatch);
        if (memoryBytes < 1 || memoryBytes > 512L << 20) {
            throw new IllegalArgumentException("expected at most 512 MiB, got " + memoryBytes + " bytes");
        }
    }

    int heapMegabytes() {
        for (int size : HEAP_MEGABYTES) if (memoryBytes <= (long) size << 20) return size;
        throw new IllegalStateException("checked in the constructor");
    }
}
