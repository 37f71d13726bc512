package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packing as a property: whatever is owed, every request fits, holds each person once and keeps everybody's order. */
class PackingTest {
    static List<Long> seeds() {
        return new Random(7).longs(200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRequestFitsAndNoPersonIsInItTwiceAndNothingIsLeftOut(long seed) {
        Random random = new Random(seed);
        BatchLimits limits = new BatchLimits(1 + random.nextInt(60), 40_000 + random.nextInt(435_000), 12, 1);
        Lanes lanes = new Lanes();
        Map<String, List<Call>> owed = new HashMap<>();
        int calls = 1 + random.nextInt(400);
        for (int i = 0; i < calls; i++) {
            String person = "p" + random.nextInt(1 + random.nextInt(120));
            Call call = new Call("d" + i, person, new byte[1 + random.nextInt(32_768)]);
            lanes.add(call);
            owed.computeIfAbsent(person, p -> new ArrayList<>()).add(call);
        }
        Map<String, List<Call>> sent = new HashMap<>();
        while (lanes.waiting() > 0) {
            List<Call> ready = new ArrayList<>();
            lanes.ready().forEach(ready::add);
            List<Call> packed = limits.pack(lanes.ready());
            assertThat(packed).isNotEmpty().hasSizeLessThanOrEqualTo(limits.items());
            assertThat(packed.stream().map(Call::lane)).doesNotHaveDuplicates();
            assertThat(size(packed, limits)).isLessThanOrEqualTo(limits.bytes());
            boolean full = packed.size() == limits.items();
            boolean all = packed.size() == ready.size();
            assertThat(full || all || size(ready.subList(0, packed.size() + 1), limits) > limits.bytes())
                    .as("the next call would have fitted")
                    .isTrue();
            lanes.started(packed);
            packed.forEach(call ->
                    sent.computeIfAbsent(call.lane(), p -> new ArrayList<>()).add(call));
            packed.forEach(lanes::finished);
        }
        assertThat(sent).isEqualTo(owed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void callsOfTwoWaysNeverShareARequestAndNoneIsLeftBehind(long seed) {
        Random random = new Random(seed);
        List<Way> ways = List.of(Way.BATCH, new Way("alone", 1), new Way("pair", 2));
        BatchLimits limits = new BatchLimits(1 + random.nextInt(20), 500, 12, 1);
        Lanes lanes = new Lanes();
        Map<String, List<Call>> owed = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            Way way = ways.get(random.nextInt(ways.size()));
            Urgency urgency = random.nextBoolean() ? Urgency.LIVE : Urgency.BACKFILL;
            Call call = new Call("d" + i, "p" + random.nextInt(60), new byte[1 + random.nextInt(90)], urgency, way);
            lanes.add(call);
            owed.computeIfAbsent(call.lane(), p -> new ArrayList<>()).add(call);
        }
        Map<String, List<Call>> sent = new HashMap<>();
        while (lanes.waiting() > 0) {
            Call longestReady = lanes.ready().iterator().next();
            List<Call> packed = limits.pack(lanes.ready());
            assertThat(packed.getFirst()).isSameAs(longestReady);
            assertThat(packed).allMatch(call -> call.way().equals(longestReady.way()));
            assertThat(packed)
                    .hasSizeLessThanOrEqualTo(
                            Math.min(limits.items(), longestReady.way().most()));
            assertThat(size(packed, limits)).isLessThanOrEqualTo(limits.bytes());
            lanes.started(packed);
            packed.forEach(call ->
                    sent.computeIfAbsent(call.lane(), p -> new ArrayList<>()).add(call));
            packed.forEach(lanes::finished);
        }
        assertThat(sent).isEqualTo(owed);
    }

    private static long size(List<Call> calls, BatchLimits limits) {
        return limits.envelope()
                + (long) limits.separator() * (calls.size() - 1)
                + calls.stream().mapToLong(call -> call.item().length).sum();
    }
}
