package io.penstock.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the built programs lie: a checkout in which {@code ./penstock build} has run. */
public record Installation(Path home) {
    private static final String VERSION = "0.1.0";
    /**
     * What native code freed goes back to the system: the C library of Linux keeps it, and RocksDB's blocks, of all
     * sizes and ages, leave holes of two hundred megabytes. docs/decisions/0053.
     */
    private static final List<String> TRIMMED =
            System.getProperty("os.name").equals("Linux") ? List.of("-XX:TrimNativeHeapInterval=5000") : List.of();

    /** The checkout named by the system property {@code penstock.home}, which the {@code penstock} command sets. */
    public static Installation fromSystemProperty() {
        String home = System.getProperty("penstock.home");
        if (home == null) {
            throw new StackException("start this through ./penstock: it says where the built programs are");
        }
        return new Installation(Path.of(home).toAbsolutePath().normalize());
    }

    /** The {@code java} that runs this program; the others run on the same one. */
    public Path java() {
        return javaHome().resolve("bin/java");
    }

    public Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The runnable jar of a service. */
    public Path service(String module) {
        return present(home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }

    /** The jar of a plain module under {@code deploy}. */
    public Path jar(String module) {
        return present(home.resolve("deploy").resolve(module).resolve("target/" + module + "-" + VERSION + ".jar"));
    }

    /** The class path file Maven wrote for a plain module. */
    public Path classPathFile(String module) {
        return present(home.resolve("deploy").resolve(module).resolve("target/classpath.txt"));
    }

    /** Jar and dependencies of a plain module, as {@code -cp} wants it. */
    public String classPath(String module) {
        try {
            return jar(module) + ":" + Files.readString(classPathFile(module)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code java}, the house's JVM flags for a small program, and what follows. */
    public List<String> java(String heap, List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                java().toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(TRIMMED);
        command.addAll(rest);
        return command;
    }

    private static Path present(Path file) {
        if (!Files.exists(file)) {
            throw new StackException(file + " is missing: run ./penstock build");
        }
        return file;
    }
}
