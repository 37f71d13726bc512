package io.penstock.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * All programs of one stack. One thread starts, kills and restarts; any thread may close. An end of this JVM, Ctrl-C
 * included, closes it too.
 *
 * <p>A stack owns a data folder. Starting again on the same folder continues where it stopped, also after {@code kill
 * -9} of everything.
 */
public final class Stack implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Path data;
    private final Map<String, ManagedProcess> running = new LinkedHashMap<>();

    private Stack(Path data) {
        this.data = data;
    }

    /**
     * Takes a data folder.
     *
     * @throws StackException if programs of another stack still run on it
     */
    public static Stack open(Path data) {
        StackFile.read(data).filter(StackFile::anyAlive).ifPresent(file -> {
            throw new StackException(
                    "a stack is already running on " + data + ". Stop it with: ./penstock down --data " + data);
        });
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Stack stack = new Stack(data);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stack-stop"));
        return stack;
    }

    /**
     * Starts the programs of one phase and waits for all of them. In order, and no more at a time than there are
     * processors: a crowd of starting programs takes longer and leaves nothing for those that run.
     *
     * @param progress called with a program's name and the time since the phase began, when it is ready
     * @throws StackException if a program fails or is not ready in time
     */
    public void start(List<Program> phase, BiConsumer<String, Duration> progress) throws InterruptedException {
        long began = System.nanoTime();
        Deque<ManagedProcess> starting = new ArrayDeque<>();
        for (Program program : phase) {
            if (starting.size() == AT_ONCE) {
                awaitFirst(starting, began, progress);
            }
            ManagedProcess process = ManagedProcess.start(program, data.resolve("logs"));
            running.put(program.name(), process);
            starting.add(process);
            save();
        }
        while (!starting.isEmpty()) {
            awaitFirst(starting, began, progress);
        }
    }

    private static void awaitFirst(Deque<ManagedProcess> starting, long began, BiConsumer<String, Duration> progress)
            throws InterruptedException {
        ManagedProcess first = starting.remove();
        first.awaitReady();
        progress.accept(first.program().name(), Duration.ofNanos(System.nanoTime() - began));
    }

    /** The program of that name. */
    public ManagedProcess process(String name) {
        ManagedProcess process = running.get(name);
        if (process == null) {
            throw new StackException("no program " + name + " in this stack; there are " + running.keySet());
        }
        return process;
    }

    /** {@code kill -9}, start again, wait for readiness. */
    public void killAndRestart(String name) throws InterruptedException {
        ManagedProcess process = process(name);
        process.kill();
        process.restart();
        save();
        process.awaitReady();
    }

    /** Names and addresses, in start order. */
    public List<Program> programs() {
        return running.values().stream().map(ManagedProcess::program).toList();
    }

    /** The first program that has ended by itself, if any. */
    public Optional<ManagedProcess> firstDead() {
        return running.values().stream().filter(process -> !process.isAlive()).findFirst();
    }

    public Path data() {
        return data;
    }

    /**
     * Stops everything but the broker together, then the broker: SIGTERM and, after 20 s, {@code kill -9}. Safe to
     * repeat and from any thread.
     */
    @Override
    public synchronized void close() {
        try {
            List<ManagedProcess> all = new ArrayList<>(running.values());
            for (ManagedProcess process : all.reversed()) {
                if (process != all.getFirst()) {
                    process.askToStop();
                }
            }
            for (ManagedProcess process : all.reversed()) {
                process.stop(STOP_PATIENCE);
            }
            Files.deleteIfExists(StackFile.in(data));
        } catch (InterruptedException e) {
            running.values()
                    .forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stops the stack of a data folder from another process.
     *
     * @return how many programs were running
     */
    public static int stop(Path data) throws InterruptedException {
        StackFile file = StackFile.read(data).orElseThrow(() -> new StackException("no stack is running on " + data));
        List<ProcessHandle> alive = file.services().stream()
                .flatMap(service -> service.process().stream())
                .toList();
        try {
            Files.deleteIfExists(
                    StackFile.in(data)); // first: it tells the program that started them that this is meant
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (ProcessHandle process : alive.reversed()) {
            process.destroy();
            try {
                process.onExit().get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
            }
        }
        return alive.size();
    }

    private void save() {
        new StackFile(
                        ProcessHandle.current().pid(),
                        running.values().stream()
                                .map(process -> new StackFile.Service(
                                        process.program().name(),
                                        process.program().url(),
                                        process.pid(),
                                        ProcessHandle.of(process.pid())
                                                .flatMap(handle -> handle.info().startInstant())
                                                .map(java.time.Instant::toEpochMilli)
                                                .orElse(0L),
                                        process.log().toString()))
                                .toList())
                .write(data);
    }
}
