package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process: what it is given, how it ends, who notices. */
class WorkerProcessTest {
    private static final String ECHO = "export const transform = (row) => ({n: row.n});";
    private static ScriptFixture scripts;

    @BeforeAll
    static void open() {
        scripts = ScriptFixture.patient();
    }

    @AfterAll
    static void close() {
        scripts.close();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> workers().isEmpty());
    }

    @Test
    void aWorkerKilledFromOutsideIsReplaced() {
        var script = scripts.load(ECHO);
        scripts.run(script, "{\"n\":1}");
        workers().forEach(ProcessHandle::destroyForcibly);
        assertThat(valueOf(scripts.run(script, "{\"n\":2}").getFirst()).get("n").intValue())
                .isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkerKilledWhileItWorksCostsNoRow() throws Exception {
        var script = scripts.load(
                "export function transform(row) { const until = Date.now() + 50; while (Date.now() < until); return {n: row.n}; }");
        scripts.run(script, "{\"n\":1}");
        try (var executor = Executors.newSingleThreadExecutor()) {
            Future<List<RowResult>> batch = executor.submit(() -> scripts.run(script, numbered(8)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> workers().stream().anyMatch(WorkerProcessTest::isOnALaterRow));
            workers().forEach(ProcessHandle::destroyForcibly);
            assertThat(batch.get().stream().map(r -> valueOf(r).get("n").intValue()))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkerSeesNoEnvironmentAndNoCredentials() throws IOException {
        scripts.run(ECHO, "{}");
        assertThat(workers()).isNotEmpty();
        for (ProcessHandle worker : workers()) {
            String environment =
                    Files.readString(Path.of("/proc/" + worker.pid() + "/environ"), StandardCharsets.UTF_8);
            assertThat(environment.split("\0"))
                    .allMatch(e ->
                            e.matches("TZ=UTC|LC_ALL=C\\.UTF-8|MALLOC_ARENA_MAX=2|PWD=.*|OLDPWD=.*|SHLVL=.*|_=.*"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkerCannotDumpItsMemoryAndHasALimitOnIt() throws IOException {
        scripts.run(ECHO, "{}");
        for (ProcessHandle worker : workers()) {
            List<String> limits = Files.readAllLines(Path.of("/proc/" + worker.pid() + "/limits"));
            assertThat(limits).anyMatch(l -> l.matches("Max core file size +0 +0 +bytes *"));
            assertThat(limits).noneMatch(l -> l.matches("Max data size +unlimited.*"));
            assertThat(Path.of("/proc/" + worker.pid() + "/oom_score_adj")).hasContent("1000");
        }
    }

    @Test
    void nothingThatIsLoggedQuotesARow() {
        var logged = new ConcurrentLinkedQueue<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.penstock");
        logger.addHandler(handler);
        try {
            var script = scripts.load("""
                    export function transform(row) {
                      console.error(row.secret);
                      Promise.reject(new Error(row.secret));
                      if (row.how === 'throw') throw new Error(row.secret);
                      return {a: new Array(1e9).fill(row.secret)};
                    }
                    """);
            var results = scripts.run(
                    script,
                    "{\"how\":\"throw\",\"secret\":\"canary-4711\"}",
                    "{\"how\":\"die\",\"secret\":\"canary-4711\"}");
            assertThat(logged).anyMatch(l -> l.contains("script worker lost: pipeline=scores version=7"));
            assertThat(logged).noneMatch(l -> l.contains("canary") || l.contains("4711"));
            assertThat(results.toString()).doesNotContain("canary").doesNotContain("4711");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void manyThreadsShareOneRuntime() throws Exception {
        var script = scripts.load(ECHO);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<RowResult>>> batches = IntStream.range(0, 20)
                    .mapToObj(i -> executor.submit(() -> scripts.run(script, numbered(20))))
                    .toList();
            for (var batch : batches) assertThat(batch.get()).hasSize(20).allMatch(r -> r instanceof RowResult.Ok);
        }
    }

    @Test
    void aWorkerHoldsManyScriptsAndForgetsTheOldest() {
        var loaded = IntStream.range(0, 20)
                .mapToObj(i -> scripts.load("export const transform = (row) => ({n: row.n + " + i + "});"))
                .toList();
        for (int i = 0; i < loaded.size(); i++) {
            assertThat(valueOf(scripts.run(loaded.get(i), "{\"n\":100}").getFirst())
                            .get("n")
                            .intValue())
                    .isEqualTo(100 + i);
        }
    }

    @Test
    void aRuntimeThatCannotStartWorkersSaysSo(@TempDir Path directory) {
        var settings = new ScriptRuntimeSettings(
                directory,
                1,
                0,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                3,
                25,
                true,
                ScriptFixture.ENGINE,
                Optional.of(directory.toString()));
        try (var broken = ScriptRuntime.open(settings)) {
            assertThatThrownBy(() -> broken.load(ScriptSource.of("p", "1", ECHO, ScriptLimits.DEFAULT)))
                    .isInstanceOf(ScriptRuntimeUnavailable.class)
                    .hasMessageContaining("class path");
        }
    }

    @Test
    void theLargeFilesAreUnpackedOnce() throws IOException {
        RuntimeFiles first =
                RuntimeFiles.unpackedIn(Path.of("target", "script-runtime"), ScriptFixture.ENGINE.engine());
        var time = Files.getLastModifiedTime(first.library());
        assertThat(RuntimeFiles.unpackedIn(Path.of("target", "script-runtime"), ScriptFixture.ENGINE.engine()))
                .isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.library())).isEqualTo(time);
    }

    @Test
    void aLargePackageIsCompiledOnceAndADamagedFileIsMadeAnew() throws IOException {
        var script = ScriptSource.of(
                "zod",
                "1",
                "import { z } from 'zod';\nexport const transform = (row) => z.object({n: z.number()}).parse(row);",
                new ScriptLimits(Duration.ofSeconds(2), Duration.ofSeconds(4), 64L << 20));
        for (Path file : compiled()) Files.delete(file);
        scripts.run(scripts.load(script), "{\"n\":1}");
        assertThat(compiled()).hasSize(1);
        byte[] whole = Files.readAllBytes(compiled().getFirst());

        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(compiled().getFirst(), damaged);
        assertThat(valueOf(scripts.run(scripts.load(script), "{\"n\":1}").getFirst()))
                .hasToString("{\"n\":1}");
        assertThat(compiled()).hasSize(1);
        assertThat(Files.readAllBytes(compiled().getFirst())).isNotEqualTo(damaged);
        assertThat(valueOf(scripts.run(scripts.load(script), "{\"n\":2}").getFirst()))
                .hasToString("{\"n\":2}");
    }

    @Test
    void filesOfAProcessThatIsGoneAreRemoved(@TempDir Path directory) throws IOException {
        Path own = RuntimeFiles.temporary(directory);
        Path stranger = Files.createFile(directory.resolve("of-process-" + Integer.MAX_VALUE + "-1.tmp"));
        RuntimeFiles.unpackedIn(directory, ScriptFixture.ENGINE.engine());
        assertThat(own).exists();
        assertThat(stranger).doesNotExist();
    }

    private static List<Path> compiled() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target", "script-runtime"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("code-npm_zod-"))
                    .toList();
        }
    }

    private static String[] numbered(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> "{\"n\":" + i + "}").toArray(String[]::new);
    }

    private static List<ProcessHandle> workers() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    /** Whether the worker's progress file, named on its command line, shows a row after the first. */
    private static boolean isOnALaterRow(ProcessHandle worker) {
        try {
            String command = Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"), StandardCharsets.UTF_8);
            Optional<String> progress = Stream.of(command.split("\0"))
                    .filter(a -> a.endsWith(".tmp"))
                    .findFirst();
            return progress.isPresent()
                    && Files.readAllBytes(Path.of(progress.get()))[0] > 0
                    && Files.readAllBytes(Path.of(progress.get()))[3] == 0;
        } catch (IOException e) {
            return false; // The process has just ended.
        }
    }
}
