package io.penstock.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One running program and its log. Safe to use from several threads, except {@link #restart()}. */
public final class ManagedProcess {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Program program;
    private final Path log;
    private volatile Process process;
    private volatile long logStart;

    private ManagedProcess(Program program, Path log) {
        this.program = program;
        this.log = log;
    }

    /** Starts the program; its output is appended to {@code <logs>/<name>.log}. Does not wait for readiness. */
    static ManagedProcess start(Program program, Path logs) {
        ManagedProcess managed = new ManagedProcess(program, logs.resolve(program.name() + ".log"));
        managed.spawn();
        return managed;
    }

    public Program program() {
        return program;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until the program says it is ready.
     *
     * @throws StackException if it ends or stays silent; the message shows the end of its log
     */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + program.patience().toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new StackException(program.name() + " ended with exit code " + process.exitValue()
                        + ". Its last words (" + log + "):\n" + lastLines(12));
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(program.name() + " was not ready within "
                        + program.patience().toSeconds() + " s. The end of " + log + ":\n" + lastLines(12));
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Whether it is ready at this moment. */
    public boolean isReady() throws InterruptedException {
        if (program.readiness() == null) {
            return newLog().contains(program.name() + " ready");
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(program.readiness())
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code kill -9}, then waits for the end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Starts the same command again after an end. */
    public void restart() {
        spawn();
    }

    /** SIGTERM; does not wait. */
    void askToStop() {
        process.destroy();
    }

    /** SIGTERM, and {@code kill -9} after the patience. */
    public void stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    private void spawn() {
        try {
            Files.createDirectories(log.getParent());
            logStart = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(program.command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
            Map<String, String> environment = builder.environment();
            environment.keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
            environment.putAll(program.environment());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(program.name() + " could not be started", e);
        }
    }

    private String newLog() {
        try {
            byte[] all = Files.readAllBytes(log);
            return new String(
                    all, (int) logStart, (int) (all.length - logStart), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastLines(int count) {
        List<String> lines = newLog().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()))
                .indent(4)
                .stripTrailing();
    }
}
