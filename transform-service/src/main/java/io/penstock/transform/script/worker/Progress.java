package io.penstock.transform.script.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Position of the row that is running: four bytes shared by the script harness, which writes them, the watchdog, and
 * the service, which reads the file when the process has died. Costs one store per row.
 */
final class Progress {
    /** No row has begun. */
    static final int NONE = -1;

    private static final int BYTES = 8;

    private final ByteBuffer shared;

    private Progress(ByteBuffer shared) {
        this.shared = shared;
        reset();
    }

    static Progress open(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Progress(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES).order(ByteOrder.nativeOrder()));
        }
    }

    /** The memory itself, to be seen by V8 as an {@code ArrayBuffer}. */
    ByteBuffer buffer() {
        return shared;
    }

    int row() {
        return shared.getInt(0);
    }

    void reset() {
        shared.putInt(0, NONE);
    }
}
