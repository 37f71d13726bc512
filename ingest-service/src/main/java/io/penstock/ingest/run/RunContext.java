package io.penstock.ingest.run;

import io.penstock.schemas.CheckpointV1;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What outlives a run of one pipeline.
 *
 * @param pageRows rows of a table above which its first read goes in pages
 * @param announced what stopped runs told already
 * @param turn whether this pipeline may read a page now
 * @param reading called when the contract holds and rows are about to be read
 * @param committed called with every checkpoint that was committed, also in the middle of a run
 */
record RunContext(
        ChunkLimits limits,
        long pageRows,
        QuarantineMemory memory,
        InstantSource clock,
        RunListener listener,
        Announced announced,
        PageTurns.Turn turn,
        Runnable reading,
        Consumer<CheckpointV1> committed) {}
