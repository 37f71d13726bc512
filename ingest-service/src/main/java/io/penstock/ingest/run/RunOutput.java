package io.penstock.ingest.run;

import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.SchemaChangeV1;
import java.util.List;
import java.util.Optional;

/**
 * Where one pipeline's runs write. One thread.
 *
 * <p>A newly opened output fences every older one of the same pipeline, wherever it runs: what that one had not
 * committed is gone. After any {@link OutputException} only {@link #close()} is allowed.
 */
public interface RunOutput extends AutoCloseable {
    /** The last committed checkpoint, as it was when this output was opened. */
    Optional<CheckpointV1> checkpoint();

    /** Writes a chunk: all of it becomes visible, or nothing. Blocks until it is. */
    void commit(Chunk chunk);

    /** Sends a {@code FORGET} mark and removes the pipeline's checkpoint, both or neither. Safe to repeat. */
    void forget(ReadV1 mark);

    @Override
    void close();

    /**
     * What becomes visible together.
     *
     * @param marks each is sent to every partition of the reads: {@code FORGET} before the chunk's reads, {@code SWEEP}
     *     after them
     * @param checkpoint null if it stays where it is
     */
    record Chunk(
            List<ReadV1> reads,
            List<DeadLetterV1> deadLetters,
            List<SchemaChangeV1> schemaChanges,
            List<ReadV1> marks,
            CheckpointV1 checkpoint) {
        public Chunk {
            reads = List.copyOf(reads);
            deadLetters = List.copyOf(deadLetters);
            schemaChanges = List.copyOf(schemaChanges);
            marks = List.copyOf(marks);
        }
    }

    /** Opens outputs. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens one; blocks until older ones are fenced and the checkpoint is read.
         *
         * @throws OutputException if the broker is away
         */
        RunOutput open(String workspace, String pipeline);

        /**
         * The last committed checkpoint of every pipeline that ever ran and was not forgotten.
         *
         * @throws OutputException if the broker is away
         */
        default List<CheckpointV1> checkpoints() {
            return List.of();
        }
    }

    /** The output failed: nothing of the chunk is visible, or all of it and nobody could tell us. Open a new one. */
    final class OutputException extends RuntimeException {
        public OutputException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
