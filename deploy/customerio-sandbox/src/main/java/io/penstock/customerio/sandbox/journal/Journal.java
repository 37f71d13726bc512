package io.penstock.customerio.sandbox.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One JSON object a line, appended before the caller is answered. Handed to the operating system, not forced to the
 * disk: it survives the death of the process, not of the machine. A line cut short by the death is dropped at the next
 * start. Safe for many threads.
 */
public final class Journal implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Optional<FileChannel> file;

    private Journal(Optional<FileChannel> file) {
        this.file = file;
    }

    /** Keeps nothing: the state dies with the process. */
    public static Journal none() {
        return new Journal(Optional.empty());
    }

    /** Opens {@code operations.ndjson} of a directory, which is created; fails when another process has it. */
    public static Journal open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve("operations.ndjson"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new IOException("The state directory " + directory + " is in use by another customerio-sandbox.");
        }
        return new Journal(Optional.of(channel));
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /**
     * Reads every complete line from the start and cuts off an incomplete last one. Call once, before the first append.
     */
    public synchronized void replay(Consumer<ObjectNode> reader) {
        if (file.isEmpty()) {
            return;
        }
        FileChannel channel = file.get();
        try {
            channel.position(0);
            long complete = readLines(channel, reader);
            channel.truncate(complete);
            channel.position(complete);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static long readLines(FileChannel channel, Consumer<ObjectNode> reader) throws IOException {
        var input = Channels.newInputStream(channel);
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long complete = 0;
        for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, from, i - from);
                    complete += line.size() + 1L;
                    Json.parse(line.toByteArray())
                            .filter(JsonNode::isObject)
                            .ifPresent(node -> reader.accept((ObjectNode) node));
                    line.reset();
                    from = i + 1;
                }
            }
            line.write(buffer, from, read - from);
        }
        return complete;
    }

    /** Appends lines in one write, so that a batch is kept as a whole or, after a death in between, as a prefix. */
    public synchronized void append(List<ObjectNode> lines) {
        if (file.isEmpty()) {
            return;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (ObjectNode line : lines) {
            text.writeBytes(Json.bytes(line));
            text.write('\n');
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.toByteArray());
            while (bytes.hasRemaining()) {
                file.get().write(bytes);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Forgets everything. */
    public synchronized void clear() {
        if (file.isPresent()) {
            try {
                file.get().truncate(0);
                file.get().position(0);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** Lets go of the file; a later append fails. */
    @Override
    public synchronized void close() {
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
