package io.penstock.ingest.run;

import io.penstock.ingest.run.RunOutput.Chunk;
import io.penstock.ingest.run.RunOutput.OutputException;
import java.util.concurrent.FutureTask;

/**
 * The chunk that is being written while the next one comes together. One at a time, so that chunks become visible in
 * their order; what is to be done after one is done on the run's thread. Used by that thread only.
 */
final class ChunkInFlight {
    private final RunOutput output;
    private FutureTask<Void> writing;
    private Thread writer;
    private Runnable after;

    ChunkInFlight(RunOutput output) {
        this.output = output;
    }

    /**
     * Begins to write a chunk. The one before must have been settled.
     *
     * @param done what to do once it is visible; done by {@link #settle()}
     */
    void begin(Chunk chunk, Runnable done) {
        after = done;
        writing = new FutureTask<>(() -> output.commit(chunk), null);
        writer = Thread.ofVirtual().name("chunk").start(writing);
    }

    /**
     * Waits until nothing is in flight. Throws what {@link RunOutput#commit} threw, once; an interrupt ends the
     * writing.
     */
    void settle() {
        if (writing == null) {
            return;
        }
        FutureTask<Void> last = writing;
        writing = null;
        boolean interrupted = false;
        while (!last.isDone()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
                writer.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (last.state()) {
            case FAILED -> throw failure(last.exceptionNow());
            default -> after.run();
        }
    }

    private static RuntimeException failure(Throwable thrown) {
        return thrown instanceof RuntimeException failure
                ? failure
                : new OutputException("a chunk could not be written", thrown);
    }
}
