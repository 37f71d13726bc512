package io.penstock.benchmarks.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The script workers that this process has started. */
final class Workers {
    private static final String MAIN = "io.penstock.transform.script.worker.WorkerMain";

    private Workers() {}

    static Stream<ProcessHandle> all() {
        return ProcessHandle.current().children().filter(Workers::isWorker);
    }

    /** Of the largest one: it does the work. Linux only. */
    static long residentMegabytes() {
        return all().mapToLong(Workers::residentMegabytes).max().orElse(0);
    }

    private static boolean isWorker(ProcessHandle process) {
        try {
            return process.isAlive()
                    && Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                            .contains(MAIN);
        } catch (IOException e) {
            return false; // It has just ended.
        }
    }

    /** Of one process. Linux only. */
    static long residentMegabytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
