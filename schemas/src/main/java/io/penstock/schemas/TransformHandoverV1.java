package io.penstock.schemas;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Classification state of an absorbed profile on its way to the survivor: crossing sides and records still waiting.
 *
 * @param awaited profiles that {@code from} had absorbed and whose state has not come: the survivor awaits them now
 * @param done profiles whose state is complete with this record; each absorbed profile is named once
 * @param remembered what rules remember; in a record of its own, before the last one
 */
public record TransformHandoverV1(
        String profileId,
        String from,
        List<Side> sides,
        List<Waiting> waiting,
        List<String> awaited,
        List<String> done,
        List<Remembered> remembered) {
    public TransformHandoverV1 {
        sides = List.copyOf(sides);
        waiting = List.copyOf(waiting);
        awaited = awaited == null ? List.of() : List.copyOf(awaited);
        done = done == null ? List.of() : List.copyOf(done);
        remembered = remembered == null ? List.of() : List.copyOf(remembered);
    }

    /** Without anything that rules remember. */
    public TransformHandoverV1(
            String profileId,
            String from,
            List<Side> sides,
            List<Waiting> waiting,
            List<String> awaited,
            List<String> done) {
        this(profileId, from, sides, waiting, awaited, done, List.of());
    }

    /** Last known side of one crossing rule: {@code armed} means the next value beyond the level fires. */
    public record Side(String pipeline, String emit, boolean armed, Instant asOf) {}

    /**
     * What a rule remembers: the last value it saw under the empty name, or ids of things to the attributes of the
     * person's relation to them.
     *
     * @param row key of the row it was, empty for what is the same for all rows
     */
    public record Remembered(String pipeline, String emit, String row, Instant asOf, Map<String, String> values) {}

    /** A record that could not be addressed yet. */
    public record Waiting(ShapedV1 shaped, Instant since) {}
}
