package io.penstock.transform.script.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Memory this process really uses, as Linux counts it. V8's heap limit leaves out array buffers, and the operating
 * system's limit on data counts address space that V8 only reserves, so this is what stops a script that fills buffers.
 * Asked a hundred times a second, so the file stays open. For one thread.
 */
final class ResidentMemory {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int LONGEST = 256;
    private static final int PAGE_BYTES =
            4_096; // x86-64; a larger page, as on some ARM machines, makes the limit later, not earlier.

    private final FileChannel statm;
    private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST);

    private ResidentMemory(FileChannel statm) {
        this.statm = statm;
    }

    static ResidentMemory open() {
        try {
            return new ResidentMemory(FileChannel.open(STATM));
        } catch (IOException e) {
            return new ResidentMemory(null); // Not Linux: there the limits of V8 and of the container remain.
        }
    }

    /** In megabytes; 0 where it is not known. */
    long megabytes() {
        if (statm == null) return 0;
        try {
            text.clear();
            statm.read(text, 0);
            text.flip();
            return second() * PAGE_BYTES >> 20;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The second of the numbers, between the first two spaces. */
    private long second() {
        while (text.hasRemaining() && text.get() != ' ') {}
        long number = 0;
        while (text.hasRemaining()) {
            int digit = text.get() - '0';
            if (digit < 0) break;
            number = 10 * number + digit;
        }
        return number;
    }
}
