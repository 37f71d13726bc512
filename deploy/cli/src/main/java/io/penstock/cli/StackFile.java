package io.penstock.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of a stack on this machine, as whoever started them wrote it down. */
@JsonIgnoreProperties(ignoreUnknown = true)
record StackFile(List<Program> services) {
    /** How far a process's start may be from what was written down, in milliseconds. */
    private static final long TOLERANCE_MS = 2_000;

    /**
     * One program.
     *
     * @param url where it answers; not an HTTP address for the broker
     * @param pid its process, 0 if unknown
     * @param started start of the process in epoch milliseconds, 0 if unknown
     * @param log its log file
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Program(String name, String url, long pid, long started, String log) {
        boolean speaksHttp() {
            return url != null && url.startsWith("http");
        }

        /** Whether the process that was started still runs; another one with the same number does not count. */
        boolean isAlive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> started == 0
                            || handle.info()
                                    .startInstant()
                                    .map(start -> Math.abs(start.toEpochMilli() - started) < TOLERANCE_MS)
                                    .orElse(true))
                    .isPresent();
        }
    }

    /**
     * Reads one.
     *
     * @throws CommandFailedException if it is not there or not readable
     */
    static StackFile read(Path file) {
        try {
            StackFile stack = Json.config().readValue(Files.readString(file), StackFile.class);
            if (stack.services() == null) {
                throw new CommandFailedException("expected a list of services in " + file + ", found none");
            }
            return stack;
        } catch (IOException e) {
            throw new CommandFailedException("cannot read the stack file " + file);
        }
    }

    /** The newest one that {@code ./penstock up} or {@code demo} left in a checkout. */
    static Optional<Path> newest(Path home) {
        return Stream.of("up", "demo", "telco")
                .map(folder -> home.resolve("data").resolve(folder).resolve("stack.json"))
                .filter(Files::isRegularFile)
                .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }
}
