package io.penstock.databricks.sandbox;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line of the sandbox, as a process of its own. Needs nothing but the JDK, so that a launcher may use it
 * without Spark on its class path.
 *
 * <p>With an ahead-of-time cache the sandbox starts several times faster. The cache's file name is a hash of everything
 * it depends on (JDK, flags, each jar's path, size and time), so a cache that does not fit is never found; old ones may
 * be deleted at any time.
 *
 * @param javaHome the JDK to run on, 25 or newer
 * @param jars the class path: the module's jar first, jars only, in a fixed order
 * @param heap largest heap, as in {@code -Xmx}: {@code 1500m}
 * @param cacheDir folder of caches; need not exist
 */
public record SandboxLaunch(Path javaHome, List<Path> jars, String heap, Path cacheDir) {
    private static final String MAIN = "io.penstock.databricks.sandbox.DatabricksSandbox";

    /**
     * What Spark's {@code JavaModuleOptions} lists for 4.2.0, without the vector incubator, which nothing here needs.
     */
    private static final List<String> SPARK_FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
            "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
            "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dio.netty.allocator.type=pooled",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // Spark's classes and compiled code outgrow the first limits at once; each time is a collection of
            // everything.
            "-XX:MetaspaceSize=384m",
            "-XX:ReservedCodeCacheSize=240m",
            "-XX:NewSize=160m");

    /** Copies the list. */
    public SandboxLaunch {
        jars = List.copyOf(jars);
    }

    /**
     * The launch of a built module.
     *
     * @param moduleJar {@code target/databricks-sandbox-<version>.jar}
     * @param classPathFile {@code target/classpath.txt} beside it: its dependencies
     * @throws IOException if the file cannot be read
     */
    public static SandboxLaunch of(Path javaHome, Path moduleJar, Path classPathFile, String heap, Path cacheDir)
            throws IOException {
        List<Path> jars = new ArrayList<>(List.of(moduleJar.toAbsolutePath()));
        Arrays.stream(Files.readString(classPathFile).strip().split(File.pathSeparator))
                .map(Path::of)
                .forEach(jars::add);
        return new SandboxLaunch(javaHome, jars, heap, cacheDir);
    }

    /** The whole command line; uses the cache if there is one that fits. The options are those of the sandbox. */
    public List<String> command(List<String> options) throws IOException {
        Path cache = cacheFile();
        // JDK 25.0.3 warns of a call stub that it must make anew; nothing is amiss.
        List<String> flags = Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error") : List.of();
        return command(flags, options);
    }

    /** Where the cache that fits lies, or would lie. Changes when the JDK, a jar or a flag changes. */
    public Path cacheFile() throws IOException {
        return cacheDir.toAbsolutePath().resolve("databricks-sandbox-" + fingerprint() + ".aot");
    }

    /**
     * Makes the cache, if there is none that fits. Runs the sandbox's training in a process of its own, some forty CPU
     * seconds. Safe to repeat and to race, between processes too: one trains, the others wait for it, and the file
     * appears complete or not at all.
     *
     * @throws IOException if the training failed; the sandbox starts without a cache, too
     */
    public Path train() throws IOException, InterruptedException {
        Path cache = cacheFile();
        if (Files.exists(cache)) {
            return cache;
        }
        Files.createDirectories(cache.getParent());
        synchronized (SandboxLaunch.class) {
            try (FileChannel turn = FileChannel.open(cache.resolveSibling("training.lock"), CREATE, WRITE)) {
                turn.lock();
                return Files.exists(cache) ? cache : trained(cache);
            }
        }
    }

    private Path trained(Path cache) throws IOException, InterruptedException {
        Path unfinished = Files.createTempDirectory(cache.getParent(), "training");
        try {
            Path output = unfinished.resolve("cache.aot");
            Path log = unfinished.resolve("training.log");
            int exit = new ProcessBuilder(command(List.of("-XX:AOTCacheOutput=" + output), List.of("--train")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0 || !Files.exists(output)) {
                throw new IOException("The training ended with " + exit + ": " + lastLine(log));
            }
            return Files.move(output, cache, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            try (Stream<Path> left = Files.list(unfinished)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(unfinished);
        }
    }

    private List<String> command(List<String> cacheFlags, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(SPARK_FLAGS);
        command.add("-Xmx" + heap);
        command.addAll(cacheFlags);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, jars.stream().map(Path::toString).toList()));
        command.add(MAIN);
        command.addAll(options);
        return command;
    }

    private String fingerprint() throws IOException {
        StringBuilder facts = new StringBuilder(Files.readString(javaHome.resolve("release")));
        facts.append(SPARK_FLAGS).append(heap);
        for (Path jar : jars) {
            facts.append('\n').append(jar).append(' ').append(Files.size(jar)).append(' ');
            facts.append(Files.getLastModifiedTime(jar).toMillis());
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.isEmpty() ? "no output" : lines.getLast();
    }
}
