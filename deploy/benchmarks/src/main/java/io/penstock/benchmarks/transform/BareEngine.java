package io.penstock.benchmarks.transform;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What no worker around this V8 can go below: it parses texts that it holds already, calls the function and writes what
 * comes back, a batch at once, without limits, guards or anything that crosses. A process of its own, because V8 may
 * abort one.
 *
 * <p>Arguments: folder of the unpacked V8, file of the function, file of rows, seconds of a round, rows of a batch.
 * Speaks like {@code node.mjs}.
 */
final class BareEngine {
    private static final long STACK_BYTES = 16L << 20;

    private BareEngine() {}

    public static void main(String[] arguments) throws InterruptedException {
        // V8 takes a megabyte of stack for granted.
        Thread engine = new Thread(null, () -> run(arguments), "engine", STACK_BYTES);
        engine.start();
        engine.join();
    }

    private static void run(String[] arguments) {
        Path runtime = Path.of(arguments[0]);
        JavetLibLoader.setLibLoadingListener(new Unpacked(runtime.toFile()));
        try {
            V8RuntimeOptions.V8_FLAGS.setIcuDataFile(icuData(runtime).toString());
            try (V8Runtime engine = V8Host.getV8I18nInstance().createV8Runtime(new V8RuntimeOptions());
                    V8ValueObject global = engine.getGlobalObject()) {
                engine.getExecutor(code(Files.readString(Path.of(arguments[1]))))
                        .executeVoid();
                for (String batch :
                        batches(Files.readAllLines(Path.of(arguments[2])), Integer.parseInt(arguments[4]))) {
                    global.invokeVoid("hold", batch);
                }
                answer(global, engine.getVersion(), Double.parseDouble(arguments[3]));
            }
        } catch (IOException | JavetException e) {
            throw new IllegalStateException("the bare engine failed", e);
        }
    }

    private static void answer(V8ValueObject global, String version, double seconds)
            throws IOException, JavetException {
        say("{\"name\":\"V8 %s alone\"}".formatted(version));
        var rounds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (rounds.readLine() != null) {
            long cpu = cpu();
            long until = System.nanoTime() + Math.round(seconds * 1e9);
            long rows = 0;
            while (System.nanoTime() < until) {
                rows += global.invokeInteger("next");
            }
            say("{\"rows\":%d,\"cpuNanos\":%d}".formatted(rows, cpu() - cpu));
        }
    }

    /** The same work as {@code run} of {@code node.mjs}. */
    private static String code(String function) {
        return function.replace("export function", "function") + """

                const texts = [];
                let at = 0;
                globalThis.hold = (text) => { texts.push(text); };
                globalThis.next = () => {
                  const rows = JSON.parse(texts[at++ % texts.length]);
                  if (JSON.stringify(rows.map((row) => transform(row))).length === 0) throw new Error('nothing written');
                  return rows.length;
                };
                """;
    }

    private static List<String> batches(List<String> rows, int size) {
        return Stream.iterate(0, from -> from < rows.size(), from -> from + size)
                .map(from -> "[" + String.join(",", rows.subList(from, Math.min(rows.size(), from + size))) + "]")
                .toList();
    }

    private static Path icuData(Path runtime) throws IOException {
        try (Stream<Path> files = Files.list(runtime)) {
            return files.filter(file -> file.getFileName().toString().startsWith("icudt"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no ICU data file in " + runtime));
        }
    }

    /** Of the whole process. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private record Unpacked(File folder) implements IJavetLibLoadingListener {
        @Override
        public File getLibPath(JSRuntimeType type) {
            return folder;
        }

        @Override
        public boolean isDeploy(JSRuntimeType type) {
            return false;
        }
    }
}
