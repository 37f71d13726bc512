package io.penstock.ingest.run;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.run.RunOutput.Chunk;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.SchemaChangeV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects what a run writes into chunks. Rows go out as soon as a chunk is full; dead letters wait for a chunk with
 * which the position moves, so that a run that fails half-way and is repeated does not write them twice, unless there
 * are so many that memory would not be bounded. While one chunk is being written the next one comes together, so that
 * two of them are in memory. One run, one thread.
 */
final class ChunkWriter {
    private static final int MOST_DEAD_LETTERS = 1_000;

    private final ChunkInFlight inFlight;
    private final ChunkLimits limits;
    private final QuarantineMemory memory;
    private final Progress progress;
    private final List<ReadV1> reads = new ArrayList<>();
    private final List<DeadLetterV1> deadLetters = new ArrayList<>();
    private final List<String> fingerprints = new ArrayList<>();
    private long characters;
    private long deadCharacters;

    /** Asked whenever a chunk is about to be written, and told when it is. */
    interface Progress {
        /** Called before every chunk; what it throws keeps the chunk from being written. */
        void check() throws SourceException;

        /** What goes with a chunk in the middle of a run; empty if nothing does. */
        Optional<Interim> interim();

        /** A chunk is committed. */
        void committed(Chunk chunk);
    }

    /**
     * What goes with a chunk in the middle of a run.
     *
     * @param moves whether the position moves, so that rows before it are never read again
     */
    record Interim(CheckpointV1 checkpoint, List<SchemaChangeV1> changes, boolean moves) {}

    ChunkWriter(RunOutput output, ChunkLimits limits, QuarantineMemory memory, Progress progress) {
        this.inFlight = new ChunkInFlight(output);
        this.limits = limits;
        this.memory = memory;
        this.progress = progress;
    }

    void read(ReadV1 read, int size) throws SourceException {
        reads.add(read);
        characters += size;
        if (reads.size() >= limits.rows() || characters >= limits.characters()) {
            flush(false);
        }
    }

    void deadLetter(DeadLetterV1 deadLetter, String fingerprint) throws SourceException {
        deadLetters.add(deadLetter);
        fingerprints.add(fingerprint);
        deadCharacters += deadLetter.input().length();
        if (deadLetters.size() >= MOST_DEAD_LETTERS || deadCharacters >= limits.characters()) {
            flush(true);
        }
    }

    /** Writes what has come together so far. */
    void flush(boolean withDeadLetters) throws SourceException {
        progress.check();
        settle();
        Optional<Interim> interim = progress.interim();
        boolean moves = interim.map(Interim::moves).orElse(false);
        commit(
                interim.map(Interim::changes).orElse(List.of()),
                List.of(),
                interim.map(Interim::checkpoint).orElse(null),
                withDeadLetters || moves);
    }

    /**
     * Waits until everything flushed is visible and {@code progress} knows.
     *
     * @throws RunOutput.OutputException if it could not be written; told once
     */
    void settle() {
        inFlight.settle();
    }

    /** Ends the run: {@code progress.check()} has passed and everything before is settled. */
    void finish(List<SchemaChangeV1> changes, List<ReadV1> marks, CheckpointV1 checkpoint) {
        commit(changes, marks, checkpoint, true);
        settle();
    }

    private void commit(
            List<SchemaChangeV1> changes, List<ReadV1> marks, CheckpointV1 checkpoint, boolean withDeadLetters) {
        Chunk chunk = new Chunk(reads, withDeadLetters ? deadLetters : List.of(), changes, marks, checkpoint);
        List<String> told = withDeadLetters ? List.copyOf(fingerprints) : List.of();
        reads.clear();
        characters = 0;
        if (withDeadLetters) {
            deadLetters.clear();
            fingerprints.clear();
            deadCharacters = 0;
        }
        inFlight.begin(chunk, () -> {
            memory.remember(told);
            progress.committed(chunk);
        });
    }
}
