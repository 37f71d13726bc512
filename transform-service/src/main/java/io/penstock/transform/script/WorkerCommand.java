package io.penstock.transform.script;

import io.penstock.transform.script.protocol.EngineName;
import io.penstock.transform.script.worker.WorkerMain;
import io.penstock.transform.script.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a worker process is started: this JVM's own {@code java}, an empty environment but for time zone and language, no
 * core dumps and a limit of the operating system on its data, which also covers what V8's heap limit does not (array
 * buffers).
 */
final class WorkerCommand {
    /** Data of JVM and engine without scripts (measured with V8: 180 MB), unwinding room of a heap, array buffers. */
    private static final long BASE_MEGABYTES = 1_000;

    /** Address space that V8 maps per isolate and that counts as data (measured: 525 MB, nearly all never used). */
    private static final long V8_MEGABYTES_PER_SCRIPT = 530;

    /** The kernel takes a worker before it takes the service when memory runs out. */
    private static final String LAUNCH =
            "ulimit -c 0; ulimit -d %d; echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec \"$@\"";

    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+SuppressFatalErrorMessage", // A crash report holds memory, so row values.
            "-XX:+DisplayVMOutputToStderr", // Standard output carries frames.
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC",
            "-Duser.language=en",
            "-Duser.country=US");

    private final ScriptRuntimeSettings settings;
    private final RuntimeFiles files;
    private final String classPath;

    WorkerCommand(ScriptRuntimeSettings settings, RuntimeFiles files) {
        this.settings = settings;
        this.files = files;
        this.classPath = settings.classPath().orElseGet(() -> WorkerClassPath.find(files.engine()));
    }

    Process start(int heapMegabytes, Path progress) throws IOException {
        var builder = new ProcessBuilder(arguments(heapMegabytes, progress));
        builder.directory(settings.directory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2"));
        return builder.start();
    }

    private List<String> arguments(int heapMegabytes, Path progress) {
        List<String> command = new ArrayList<>();
        long dataMegabytes = BASE_MEGABYTES + WorkerSettings.MAX_SCRIPTS * (mappedMegabytes() + heapMegabytes);
        command.addAll(List.of("/bin/sh", "-c", LAUNCH.formatted(dataMegabytes * 1024), "worker"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + settings.directory().toAbsolutePath(),
                "-cp",
                classPath,
                WorkerMain.class.getName()));
        command.addAll(new WorkerSettings(
                        files.engine(),
                        files.library(),
                        files.icuData(),
                        progress,
                        heapMegabytes,
                        settings.isLinearRegexp())
                .toArguments());
        return command;
    }

    private long mappedMegabytes() {
        return files.engine() == EngineName.V8 ? V8_MEGABYTES_PER_SCRIPT : 0;
    }
}
