package io.penstock.benchmarks.figures;

import io.penstock.local.stack.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the parts that start programs of the house have in common. */
public final class Servers {
    /**
     * As the services' READMEs advise where much comes through, besides a large young generation; what another system
     * does not know is passed over.
     */
    public static final List<String> BUSY = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseParallelGC",
            "-XX:+UseTransparentHugePages",
            "-XX:+UseCompactObjectHeaders");

    private Servers() {}

    /**
     * With both compilers, which the one-machine run leaves out for a quick start; the last collector among the options
     * takes the place of all others.
     */
    public static Program asServer(Program usual, String heap, List<String> options) {
        Optional<String> collector =
                options.stream().filter(Servers::isCollector).reduce((first, last) -> last);
        List<String> command = new ArrayList<>(usual.command().stream()
                .filter(argument -> !argument.startsWith("-XX:TieredStopAtLevel"))
                .filter(argument -> collector.isEmpty() || !isCollector(argument))
                .map(argument -> argument.startsWith("-Xmx") ? "-Xmx" + heap : argument)
                .toList());
        command.addAll(
                1,
                options.stream()
                        .filter(option ->
                                !isCollector(option) || collector.get().equals(option))
                        .toList());
        return new Program(
                usual.name(), command, usual.environment(), usual.url(), usual.readiness(), usual.patience());
    }

    private static boolean isCollector(String flag) {
        return flag.matches("-XX:\\+Use\\w+GC");
    }

    /** Processor time of a process and its living children. */
    public static Duration cpu(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Makes the folder, or empties it. */
    public static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
