package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Crossing.Direction;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random walks of several people, rows that come twice or late, people who become one, crashes between two commits,
 * some of them of the version before, and a replay of everything: against an oracle that reads whole histories.
 * {@code -Dpenstock.crossing.seeds=1000} for more.
 */
class CrossingOracleTest {
    private static final int SEEDS = Integer.getInteger("penstock.crossing.seeds", 40);
    private static final int ROWS = 60;
    private static final List<String> PEOPLE = List.of("prf_1", "prf_2", "prf_3");

    @Test
    void owesWhatTheOracleOwesOnce() {
        int events = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CrossingOracle.Rule rule = rule(random);
            CrossingOracle oracle = new CrossingOracle(rule);
            List<String> sent = play(random, rule, oracle);
            assertThat(sent.stream().sorted()).as("seed %d, %s", seed, rule).isEqualTo(oracle.owed());
            events += sent.size();
        }
        assertThat(events).isGreaterThan(SEEDS * 3);
        System.out.println("crossing oracle: " + SEEDS + " seeds, " + events + " events, 0 missed, 0 doubled");
    }

    private static CrossingOracle.Rule rule(Random random) {
        Direction direction = Direction.values()[random.nextInt(3)];
        int level = 5;
        Integer rearm = random.nextBoolean()
                ? null
                : direction == Direction.BELOW ? level + random.nextInt(4) : level - random.nextInt(4);
        return new CrossingOracle.Rule(
                direction,
                level,
                rearm,
                First.values()[random.nextInt(2)],
                random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0,
                random.nextInt(3) == 0 ? 1 + random.nextInt(15) : 0);
    }

    private List<String> play(Random random, CrossingOracle.Rule rule, CrossingOracle oracle) {
        List<String> sent = new ArrayList<>();
        List<ShapedV1> history = new ArrayList<>();
        List<Runnable> sinceCommit = new ArrayList<>();
        List<String> alone = new ArrayList<>(PEOPLE);
        Stage[] stage = {Stage.inMemory(pipeline(rule))};
        Stage.Saved[] committed = {stage[0].save()};
        long time = 0;
        int value = random.nextInt(11);
        for (int i = 0; i < ROWS; i++) {
            time += random.nextInt(4);
            value = Math.clamp(value + random.nextInt(7) - 3, 0, 10);
            String profile = PEOPLE.get(random.nextInt(PEOPLE.size()));
            long at = random.nextInt(8) == 0 ? Math.max(0, time - random.nextInt(6)) : time;
            ShapedV1 row = row(profile, i, at, value);
            List<Runnable> steps = new ArrayList<>();
            if (alone.size() > 1 && random.nextInt(25) == 0) {
                String absorbed = alone.remove(1 + random.nextInt(alone.size() - 1));
                String into = oracle.root(alone.getFirst());
                boolean early = random.nextBoolean();
                ShapedV1 joining = Incoming.absorbing(row(into, i, at, value), absorbed);
                oracle.merge(absorbed, into);
                steps.add(() -> stage[0].take(early ? joining : Incoming.marker(into, at, absorbed)));
                steps.add(() -> stage[0].merge(absorbed, into));
                row = early ? null : row;
                if (early) {
                    oracle.row(into, "r" + i, at, value);
                    history.add(joining);
                }
            }
            if (row != null) {
                ShapedV1 taken = row;
                oracle.row(profile, "r" + i, at, value);
                history.add(taken);
                steps.add(() -> stage[0].take(taken));
            }
            if (random.nextInt(5) == 0) {
                ShapedV1 again = Incoming.absorbing(history.get(random.nextInt(history.size())));
                steps.add(() -> stage[0].take(again));
            }
            steps.forEach(Runnable::run);
            sinceCommit.addAll(steps);
            switch (random.nextInt(6)) {
                case 0 -> { // a commit
                    events(stage[0], sent);
                    committed[0] = stage[0].save();
                    sinceCommit.clear();
                }
                case 1 -> { // a crash: what was written since is aborted, what was read is read again
                    Stage.Saved saved = committed[0];
                    stage[0].close();
                    boolean updated = i % 2 == 0; // it was a version before that crashed
                    stage[0] = Stage.restored(updated ? FormerState.of(saved) : saved, pipeline(rule));
                    sinceCommit.forEach(Runnable::run);
                }
                default -> {}
            }
        }
        stage[0].passes(Duration.ofDays(1));
        history.forEach(row -> stage[0].take(Incoming.absorbing(row)));
        events(stage[0], sent);
        assertThat(stage[0].dead()).isEmpty();
        stage[0].close();
        return sent;
    }

    private static void events(Stage stage, List<String> sent) {
        for (DeliveryV1 delivery : stage.deliveries()) {
            sent.add(delivery.recordId() + " "
                    + delivery.body().path("crossing_direction").asText());
        }
    }

    private static ShapedV1 row(String profile, int number, long at, int value) {
        return new ShapedV1(
                "main",
                Stage.PIPELINE,
                3,
                "r" + number,
                profile,
                "v" + number,
                new PositionV1("main.ml.scores", number, number, null),
                Stage.START.plusSeconds(at),
                profile,
                List.of(new IdentifierV1("customerio_id", "usr_1")),
                number,
                json("{\"score\":" + value + "}"),
                null,
                List.of());
    }

    private static Pipeline pipeline(CrossingOracle.Rule rule) {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                rule.direction(),
                BigDecimal.valueOf(rule.level()),
                Optional.ofNullable(rule.rearm()).map(BigDecimal::valueOf),
                rule.first(),
                new Crossing.Pace(Duration.ofSeconds(rule.dwell()), Duration.ofSeconds(rule.coolDown())),
                Optional.empty());
        return new Pipeline(
                Stage.PIPELINE,
                3,
                Optional.empty(),
                List.of(new Emit.Track("crossed", "crossed", Optional.of(crossing), List.of())),
                List.of("customerio_id"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"));
    }
}
