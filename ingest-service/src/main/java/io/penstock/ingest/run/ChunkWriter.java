package io.penstock.ingest.run;

import io.penstock.ingest.run.RunOutput.Chunk;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.SchemaChangeV1;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a run writes into chunks. Rows go out as soon as a chunk is full; dead letters wait for the last chunk,
 * so that a run that fails half-way and is repeated does not write them twice, unless there are so many that memory
 * would not be bounded. One run, one thread.
 */
final class ChunkWriter {
    private static final int MOST_DEAD_LETTERS = 1_000;

    private final RunOutput output;
    private final ChunkLimits limits;
    private final QuarantineMemory memory;
    private final List<ReadV1> reads = new ArrayList<>();
    private final List<DeadLetterV1> deadLetters = new ArrayList<>();
    private final List<String> fingerprints = new ArrayList<>();
    private long characters;
    private long deadCharacters;

    ChunkWriter(RunOutput output, ChunkLimits limits, QuarantineMemory memory) {
        this.output = output;
        this.limits = limits;
        this.memory = memory;
    }

    void read(ReadV1 read, int size) {
        reads.add(read);
        characters += size;
        if (reads.size() >= limits.rows() || characters >= limits.characters()) {
            commit(List.of(), null, false);
        }
    }

    void deadLetter(DeadLetterV1 deadLetter, String fingerprint) {
        deadLetters.add(deadLetter);
        fingerprints.add(fingerprint);
        deadCharacters += deadLetter.input().length();
        if (deadLetters.size() >= MOST_DEAD_LETTERS || deadCharacters >= limits.characters()) {
            commit(List.of(), null, true);
        }
    }

    void finish(List<SchemaChangeV1> changes, CheckpointV1 checkpoint) {
        commit(changes, checkpoint, true);
    }

    private void commit(List<SchemaChangeV1> changes, CheckpointV1 checkpoint, boolean withDeadLetters) {
        output.commit(new Chunk(reads, withDeadLetters ? deadLetters : List.of(), changes, checkpoint));
        reads.clear();
        characters = 0;
        if (withDeadLetters) {
            memory.remember(fingerprints);
            deadLetters.clear();
            fingerprints.clear();
            deadCharacters = 0;
        }
    }
}
