package io.penstock.ingest.run;

import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.SchemaChangeV1;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Topics in memory. */
final class FakeOutput implements RunOutput.Factory {
    final List<RunOutput.Chunk> chunks = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger failNextCommits = new AtomicInteger();

    @Override
    public RunOutput open(String workspace, String pipeline) {
        opened.incrementAndGet();
        Optional<CheckpointV1> last = checkpoints().isEmpty()
                ? Optional.empty()
                : Optional.of(checkpoints().getLast());
        return new RunOutput() {
            @Override
            public Optional<CheckpointV1> checkpoint() {
                return last;
            }

            @Override
            public void commit(Chunk chunk) {
                if (failNextCommits.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new OutputException("the broker is away", null);
                }
                chunks.add(chunk);
            }

            @Override
            public void close() {}
        };
    }

    List<ReadV1> reads() {
        return chunks.stream().flatMap(chunk -> chunk.reads().stream()).toList();
    }

    List<DeadLetterV1> deadLetters() {
        return chunks.stream().flatMap(chunk -> chunk.deadLetters().stream()).toList();
    }

    List<SchemaChangeV1> schemaChanges() {
        return chunks.stream().flatMap(chunk -> chunk.schemaChanges().stream()).toList();
    }

    List<CheckpointV1> checkpoints() {
        return chunks.stream()
                .map(RunOutput.Chunk::checkpoint)
                .filter(java.util.Objects::nonNull)
                .toList();
    }
}
