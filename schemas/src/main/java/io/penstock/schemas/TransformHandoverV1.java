package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * Classification state of an absorbed profile on its way to the survivor: crossing sides and records still waiting.
 *
 * @param awaited profiles that {@code from} had absorbed and whose state has not come: the survivor awaits them now
 * @param done profiles whose state is complete with this record; each absorbed profile is named once
 */
public record TransformHandoverV1(
        String profileId,
        String from,
        List<Side> sides,
        List<Waiting> waiting,
        List<String> awaited,
        List<String> done) {
    public TransformHandoverV1 {
        sides = List.copyOf(sides);
        waiting = List.copyOf(waiting);
        awaited = awaited == null ? List.of() : List.copyOf(awaited);
        done = done == null ? List.of() : List.copyOf(done);
    }

    /** Last known side of one crossing rule: {@code armed} means the next value beyond the level fires. */
    public record Side(String pipeline, String emit, boolean armed, Instant asOf) {}

    /** A record that could not be addressed yet. */
    public record Waiting(ShapedV1 shaped, Instant since) {}
}
