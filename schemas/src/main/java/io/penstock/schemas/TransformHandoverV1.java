package io.penstock.schemas;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Classification state of an absorbed profile on its way to the survivor: crossing sides, records still waiting, what
 * rules remember, and what is kept of the calls that were made.
 *
 * @param awaited profiles that {@code from} had absorbed and whose state has not come: the survivor awaits them now
 * @param done profiles whose state is complete with this record; each absorbed profile is named once
 * @param remembered what rules remember; in a record of its own, before the last one
 * @param kept an entry of another state store; likewise
 */
public record TransformHandoverV1(
        String profileId,
        String from,
        List<Side> sides,
        List<Waiting> waiting,
        List<String> awaited,
        List<String> done,
        List<Remembered> remembered,
        List<Kept> kept) {
    public TransformHandoverV1 {
        sides = List.copyOf(sides);
        waiting = List.copyOf(waiting);
        awaited = awaited == null ? List.of() : List.copyOf(awaited);
        done = done == null ? List.of() : List.copyOf(done);
        remembered = remembered == null ? List.of() : List.copyOf(remembered);
        kept = kept == null ? List.of() : List.copyOf(kept);
    }

    /** Without anything that rules remember or stores keep. */
    public TransformHandoverV1(
            String profileId,
            String from,
            List<Side> sides,
            List<Waiting> waiting,
            List<String> awaited,
            List<String> done) {
        this(profileId, from, sides, waiting, awaited, done, List.of(), List.of());
    }

    /**
     * Last known side of one crossing rule.
     *
     * @param armed whether the next value beyond the level fires
     * @param value the value that decided it; null if an older version wrote it
     * @param beyondSince as-of time from which on the value has been beyond the level without an event; else null
     * @param firedAt as-of time of the last event, or null
     * @param event what is due if the value stays; null unless it has to
     * @param until when that ends by the clock, or null
     */
    public record Side(
            String pipeline,
            String emit,
            boolean armed,
            Instant asOf,
            BigDecimal value,
            Instant beyondSince,
            Instant firedAt,
            DeliveryV1 event,
            Instant until) {}

    /**
     * An entry of a state store, as the store writes it.
     *
     * @param store its name
     * @param key what follows the profile id in its key
     * @param state the value's bytes as base64
     */
    public record Kept(String store, String key, String state) {}

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
