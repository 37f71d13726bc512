package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.EngineName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a worker is told on its command line.
 *
 * @param library the engine's native library, already unpacked
 * @param icuData ICU data file for V8, already unpacked
 * @param progress small file in which the position of the running row is kept for the service to read after a crash
 * @param heapMegabytes heap limit of every isolate in this process
 * @param isLinearRegexp whether a regular expression that backtracks too often goes on with V8's linear engine
 *     (experimental in V8); QuickJS has none
 */
public record WorkerSettings(
        EngineName engine,
        Path library,
        Optional<Path> icuData,
        Path progress,
        int heapMegabytes,
        boolean isLinearRegexp) {
    /**
     * Scripts a worker keeps loaded; more of them take turns, at 10 to 20 ms a change. An idle isolate takes about 1
     * MB, but V8 maps 512 MB of address space for the code of each, which counts against the process's limit on data.
     */
    public static final int MAX_SCRIPTS = 8;

    /** The settings as arguments of {@link WorkerMain}. */
    public List<String> toArguments() {
        return List.of(
                engine.name(),
                library.toString(),
                icuData.map(Path::toString).orElse(""),
                progress.toString(),
                Integer.toString(heapMegabytes),
                Boolean.toString(isLinearRegexp));
    }

    static WorkerSettings parse(String[] arguments) {
        if (arguments.length != 6) throw new IllegalArgumentException("expected 6 arguments, got " + arguments.length);
        return new WorkerSettings(
                EngineName.valueOf(arguments[0]),
                Path.of(arguments[1]),
                arguments[2].isEmpty() ? Optional.empty() : Optional.of(Path.of(arguments[2])),
                Path.of(arguments[3]),
                Integer.parseInt(arguments[4]),
                Boolean.parseBoolean(arguments[5]));
    }
}
