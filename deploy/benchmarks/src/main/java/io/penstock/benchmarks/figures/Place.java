package io.penstock.benchmarks.figures;

import io.penstock.local.stack.Installation;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every benchmark: where it may write and listen. */
public final class Place {
    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "19080",
            description = "First of eleven ports on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder; what an earlier run of the same parts left in it goes first. The figures are written"
                    + " to it, in a file named like this command. Default: data/benchmark.")
    private Path data;

    public int portBase() {
        return portBase;
    }

    /** Absolute; it may not be there yet. */
    public Path folder(Installation installation) {
        return (data != null ? data : installation.home().resolve("data/benchmark"))
                .toAbsolutePath()
                .normalize();
    }
}
