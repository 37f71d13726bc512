package io.penstock.transform.script.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory this process really uses, as Linux counts it. V8's heap limit leaves out array buffers, and the operating
 * system's limit on data counts address space that V8 only reserves, so this is what stops a script that fills buffers.
 */
final class ResidentMemory {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES =
            4_096; // x86-64; a larger page, as on some ARM machines, makes the limit later, not earlier.

    private ResidentMemory() {}

    /** In megabytes; 0 where it is not known. */
    static long megabytes() {
        try {
            String[] pages = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ");
            return Long.parseLong(pages[1]) * PAGE_BYTES >> 20;
        } catch (IOException e) {
            return 0; // Not Linux: there the limits of V8 and of the container remain.
        }
    }
}
