package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Frames;
import io.penstock.transform.script.protocol.Message;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One worker process. Used by one thread at a time; after {@link WorkerLost} it is dead and only {@link #close()} makes
 * sense.
 */
final class Worker implements AutoCloseable {
    private final Process process;
    private final Path progress;
    private final ScheduledExecutorService killer;
    private final ErrorStream errors;
    private final OutputStream requests;
    private final InputStream answers;
    private Message.Ready hello;

    private Worker(Process process, Path progress, ScheduledExecutorService killer) {
        this.process = process;
        this.progress = progress;
        this.killer = killer;
        this.errors = new ErrorStream(process.getErrorStream());
        this.requests = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
        this.answers = new BufferedInputStream(process.getInputStream(), 1 << 16);
        Thread.ofPlatform().daemon().name("worker-stderr").start(errors);
    }

    /** Starts a process and waits until it is ready. {@link WorkerLost} when it does not become so in time. */
    static Worker start(
            WorkerCommand command, int heapMegabytes, ScriptRuntimeSettings settings, ScheduledExecutorService killer)
            throws WorkerLost {
        Worker worker = null;
        try {
            Path progress = RuntimeFiles.temporary(settings.directory());
            Worker started = new Worker(command.start(heapMegabytes, progress.toAbsolutePath()), progress, killer);
            worker = started;
            if (!(worker.within(settings.startTimeout(), () -> Frames.read(started.answers))
                    instanceof Message.Ready ready)) {
                throw new WorkerLost("a worker did not say that it is ready", -1, null);
            }
            worker.hello = ready;
            return worker;
        } catch (IOException e) {
            throw new WorkerLost("a worker cannot be started", -1, e);
        } catch (WorkerLost e) {
            worker.close();
            throw e;
        }
    }

    /** What the worker said of itself when it became ready. */
    Message.Ready hello() {
        return hello;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a request and waits for its answer; kills the process when that takes longer than the hard limit. */
    Message exchange(Message request, Duration hardLimit) throws WorkerLost {
        return within(hardLimit, () -> {
            Frames.write(requests, request);
            return Frames.read(answers);
        });
    }

    /** Something on the pipes, which a kill interrupts. */
    private interface Talk {
        Message run() throws IOException;
    }

    private Message within(Duration limit, Talk talk) throws WorkerLost {
        var isKilled = new AtomicBoolean();
        ScheduledFuture<?> kill = killAfter(limit, isKilled);
        try {
            return talk.run();
        } catch (IOException e) {
            throw lost(isKilled.get(), e);
        } finally {
            kill.cancel(false);
        }
    }

    private ScheduledFuture<?> killAfter(Duration limit, AtomicBoolean isKilled) {
        return killer.schedule(
                () -> {
                    isKilled.set(true);
                    process.destroyForcibly();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private WorkerLost lost(boolean isKilled, IOException e) {
        process.destroyForcibly();
        String how = isKilled ? "killed at the hard limit" : "ended with code " + exitCode();
        String cause = errors.cause().isEmpty() ? "" : " (" + errors.cause() + ")";
        return new WorkerLost("worker " + how + cause, runningRow(), e);
    }

    private int exitCode() {
        try {
            return process.waitFor(1, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private int runningRow() {
        try {
            byte[] bytes = Files.readAllBytes(progress);
            if (bytes.length < 4) return WorkerLost.UNKNOWN;
            int row = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(0);
            return row < 0 ? WorkerLost.NONE_RUNNING : row;
        } catch (IOException e) {
            return WorkerLost.UNKNOWN; // Without a hint the batch is halved until the row is found.
        }
    }

    /** Kills the process; it holds nothing worth a farewell. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(progress);
        } catch (IOException e) {
            progress.toFile().deleteOnExit();
        }
    }
}
