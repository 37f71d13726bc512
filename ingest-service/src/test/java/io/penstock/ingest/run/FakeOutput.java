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
    /** Commits that become visible although they are told to have failed. */
    final AtomicInteger loseNextAnswers = new AtomicInteger();

    final List<ReadV1> forgotten = new CopyOnWriteArrayList<>();
    private volatile int forgottenChunks;

    @Override
    public RunOutput open(String workspace, String pipeline) {
        opened.incrementAndGet();
        List<CheckpointV1> known = checkpoints(forgottenChunks);
        Optional<CheckpointV1> last = known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
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
                if (loseNextAnswers.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new OutputException("the broker did not answer", null);
                }
            }

            @Override
            public void forget(ReadV1 mark) {
                forgotten.add(mark);
                forgottenChunks = chunks.size();
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

    List<ReadV1> marks() {
        return chunks.stream().flatMap(chunk -> chunk.marks().stream()).toList();
    }

    @Override
    public List<CheckpointV1> checkpoints() {
        return checkpoints(0);
    }

    private List<CheckpointV1> checkpoints(int from) {
        return chunks.stream()
                .skip(from)
                .map(RunOutput.Chunk::checkpoint)
                .filter(java.util.Objects::nonNull)
                .toList();
    }
}
