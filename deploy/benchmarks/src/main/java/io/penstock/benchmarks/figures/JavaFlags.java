package io.penstock.benchmarks.figures;

import java.util.List;
import picocli.CommandLine.Option;

/** Option of the benchmarks of one service: flags of its JVM, behind those it always has. */
public final class JavaFlags {
    @Option(
            names = "--java-option",
            paramLabel = "FLAG",
            description = "Flag of the measured service's JVM, such as a recording. Repeatable.")
    private List<String> flags = List.of();

    /** In the order given. */
    public List<String> all() {
        return flags;
    }
}
