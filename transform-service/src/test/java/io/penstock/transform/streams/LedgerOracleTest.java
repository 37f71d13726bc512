package io.penstock.transform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1.Status;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that the destination lacks is left out: random rows, calls that end late, in vain or twice, people who become
 * one and come apart again, addresses that pass from one to another. In the end every person's newest row comes once
 * more, and the destination has what it says. It takes of an attribute what is newest, as Customer.io does.
 */
class LedgerOracleTest {
    private static final int PEOPLE = 3;
    private static final int STEPS = 40;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Map<String, Map<String, Value>> destination = new HashMap<>();
    private final Map<Integer, String> addresses = new HashMap<>();
    private final Map<Integer, Integer> mergedInto = new HashMap<>();
    private final Map<Integer, Map<String, String>> newest = new HashMap<>();
    private final Map<String, Deque<DeliveryV1>> lanes = new TreeMap<>();
    private final List<Ended> ended = new ArrayList<>();
    private final Stage stage = Stage.inMemory(pipeline());
    private long time;

    private record Value(String text, Instant asOf) {}

    private record Ended(DeliveryV1 call, Status status) {}

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 0; seed < Integer.getInteger("penstock.ledger.seeds", 200); seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDestinationHasWhatTheNewestRowSays(int seed) {
        Random random = new Random(seed);
        try (stage) {
            for (int person = 0; person < PEOPLE; person++) {
                addresses.put(person, "usr_" + person);
                publish(person);
            }
            for (int i = 0; i < STEPS; i++) {
                step(random);
            }
            acceptEverything();
            time += 1000;
            newest.keySet().removeIf(mergedInto::containsKey);
            newest.forEach(this::take);
            acceptEverything();
        }
        newest.forEach((person, values) ->
                assertThat(at(person)).as("person %d", person).isEqualTo(values));
    }

    private void step(Random random) {
        time++;
        int one = random.nextInt(PEOPLE);
        int other = random.nextInt(PEOPLE);
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4 -> {
                Map<String, String> values = new TreeMap<>();
                NAMES.forEach(name -> values.put(name, "v" + random.nextInt(2)));
                newest.put(survivor(one), values);
                take(random.nextBoolean() ? one : survivor(one), values);
            }
            case 5, 6, 7 -> end(random);
            case 8, 9 -> exchange(one, other);
            case 10 -> {
                if (mergedInto.containsKey(one)) {
                    separate(one);
                } else if (one != survivor(other)) {
                    merge(one, survivor(other));
                }
            }
            case 11 -> {
                if (!ended.isEmpty()) {
                    Ended again = ended.get(random.nextInt(ended.size()));
                    stage.ended(again.call(), again.status());
                }
            }
            default -> stage.passes(Duration.ofHours(random.nextInt(24)));
        }
        stage.deliveries()
                .forEach(call -> lanes.computeIfAbsent(call.profileId(), _ -> new ArrayDeque<>())
                        .add(call));
    }

    /** Each has the other's address for now, and nobody's record waits meanwhile. */
    private void exchange(int one, int other) {
        if (one == other || !isAlone(one) || !isAlone(other)) {
            return;
        }
        String passing = addresses.remove(one);
        publish(one);
        addresses.put(one, addresses.put(other, passing));
        publish(other);
        publish(one);
    }

    private void merge(int absorbed, int survivor) {
        mergedInto.put(absorbed, survivor);
        stage.merge("prf_" + absorbed, "prf_" + survivor);
        publish(survivor);
        if (newest.containsKey(absorbed)) {
            newest.putIfAbsent(survivor, newest.get(absorbed));
        }
    }

    private void separate(int absorbed) {
        int former = survivor(absorbed);
        mergedInto.remove(absorbed);
        publish(former);
        publish(absorbed);
    }

    private boolean isAlone(int person) {
        return !mergedInto.containsKey(person) && !mergedInto.containsValue(person);
    }

    private int survivor(int person) {
        int survivor = person;
        while (mergedInto.containsKey(survivor)) {
            survivor = mergedInto.get(survivor);
        }
        return survivor;
    }

    /** A row of whoever that person is by now, as one of the profile that it was. */
    private void take(int person, Map<String, String> values) {
        StringBuilder json = new StringBuilder();
        values.forEach((name, value) ->
                json.append(json.isEmpty() ? '{' : ',').append("\"%s\":\"%s\"".formatted(name, value)));
        ShapedV1 row = Incoming.row(
                "contacts",
                1,
                "prf_" + person,
                time,
                Incoming.json(json.append('}').toString()),
                null,
                source(person));
        stage.take(Incoming.ofRow("row_" + survivor(person), row));
    }

    private void publish(int person) {
        List<IdentifierV1> identifiers = new ArrayList<>();
        List<String> absorbed = new ArrayList<>();
        know(person, identifiers);
        for (int one = 0; one < PEOPLE; one++) {
            if (one != person && survivor(one) == person) {
                know(one, identifiers);
                absorbed.add("prf_" + one);
            }
        }
        stage.absorbs("prf_" + person, absorbed, identifiers.toArray(IdentifierV1[]::new));
    }

    private void know(int person, List<IdentifierV1> identifiers) {
        identifiers.add(source(person));
        if (addresses.containsKey(person)) {
            identifiers.add(new IdentifierV1("customerio_id", addresses.get(person)));
        }
    }

    private static IdentifierV1 source(int person) {
        return new IdentifierV1("source_id", "s" + person);
    }

    /** The first call of somebody ends: of one person they end in their order. */
    private void end(Random random) {
        List<Deque<DeliveryV1>> open =
                lanes.values().stream().filter(lane -> !lane.isEmpty()).toList();
        if (!open.isEmpty()) {
            int luck = random.nextInt(10);
            end(
                    open.get(random.nextInt(open.size())).poll(),
                    luck < 2 ? Status.REJECTED : luck < 4 ? Status.GIVEN_UP : Status.ACCEPTED);
        }
    }

    private void end(DeliveryV1 call, Status status) {
        if (status == Status.ACCEPTED) {
            Map<String, Value> there =
                    destination.computeIfAbsent(call.address().value(), _ -> new HashMap<>());
            call.body()
                    .properties()
                    .forEach(said -> there.merge(
                            said.getKey(),
                            new Value(said.getValue().textValue(), call.asOf()),
                            (old, now) -> now.asOf().isBefore(old.asOf()) ? old : now));
        }
        stage.ended(call, status);
        ended.add(new Ended(call, status));
    }

    private void acceptEverything() {
        lanes.values().forEach(lane -> {
            lane.forEach(call -> end(call, Status.ACCEPTED));
            lane.clear();
        });
        stage.deliveries().forEach(call -> end(call, Status.ACCEPTED));
    }

    private Map<String, String> at(int person) {
        Map<String, String> values = new TreeMap<>();
        destination
                .getOrDefault(addresses.get(person), Map.of())
                .forEach((name, value) -> values.put(name, value.text()));
        return values;
    }

    private static Pipeline pipeline() {
        return SamplePipelines.emitting(
                "contacts",
                1,
                List.of("customerio_id"),
                new Emit.Identify(
                        "identify",
                        NAMES.stream()
                                .map(name -> SamplePipelines.binding(name, name))
                                .toList(),
                        List.of()));
    }
}
