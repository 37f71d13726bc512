package io.penstock.local.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What runs where, as a file in the data folder: {@code stack.json}. Written by {@code up}, read by {@code down} and
 * {@code status}.
 *
 * @param supervisor process id of the program that started the others
 * @param services in start order
 */
public record StackFile(long supervisor, List<Service> services) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * One program. {@code started} is its start time in epoch milliseconds, so that a reused pid is not mistaken for
     * it.
     */
    public record Service(String name, String url, long pid, long started, String log) {
        /** The process, if it is still the one that was started. */
        public Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info()
                            .startInstant()
                            .map(start -> Math.abs(start.toEpochMilli() - started) < 2_000)
                            .orElse(true));
        }
    }

    static Path in(Path data) {
        return data.resolve("stack.json");
    }

    /** Reads the file of a data folder; empty if there is none. */
    public static Optional<StackFile> read(Path data) {
        Path file = in(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), StackFile.class));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not readable", e);
        }
    }

    void write(Path data) {
        try {
            Path next = data.resolve("stack.json.next");
            JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), this);
            Files.move(next, in(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether any program of the file still runs. */
    public boolean anyAlive() {
        return services.stream().anyMatch(service -> service.process().isPresent());
    }
}
