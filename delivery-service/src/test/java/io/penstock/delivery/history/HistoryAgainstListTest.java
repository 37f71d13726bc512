package io.penstock.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.OutcomeV1;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes that share milliseconds, days, people and commits are found as in a plain list. */
class HistoryAgainstListTest {
    private static final int OUTCOMES = 400;
    private static final int PARTITIONS = 3;
    private static final Duration THREE_DAYS = Duration.ofDays(3);
    private static final Instant EVER = Outcomes.DAY.plus(Duration.ofDays(99));

    @TempDir
    Path folder;

    private record Kept(OutcomeV1 outcome, int partition, long offset) {
        static final Comparator<Kept> NEWEST_FIRST = Comparator.comparing((Kept kept) -> kept.outcome.at())
                .thenComparing(Kept::partition)
                .thenComparing(Kept::offset)
                .reversed();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatAListHolds(long seed) {
        List<Kept> list = new ArrayList<>();
        try (HistoryStore store = new HistoryStore(folder)) {
            fill(store, list, new Random(seed));
            History history = new History(store);

            compare(history, list, Instant.EPOCH, EVER);
            compare(history, list, Outcomes.DAY.plusMillis(2), Outcomes.DAY.plus(Duration.ofDays(1)));
            assertThat(history.follow(Optional.of(0L), Optional.empty(), OUTCOMES)
                            .outcomes())
                    .isEqualTo(list.stream().map(Kept::outcome).toList());

            Instant bound = Outcomes.DAY.plus(Duration.ofDays(2));
            long forgotten = Forgetting.before(store, bound);
            assertThat(list.removeIf(kept -> kept.outcome.at().isBefore(bound))).isTrue();
            assertThat(forgotten).isEqualTo(OUTCOMES - list.size());
            compare(history, list, Instant.EPOCH, EVER);
        }
    }

    private static void fill(HistoryStore store, List<Kept> list, Random random) {
        long[] offsets = new long[PARTITIONS];
        Instant at = Outcomes.DAY;
        while (list.size() < OUTCOMES) {
            int partition = random.nextInt(PARTITIONS);
            for (int run = random.nextInt(80); run >= 0 && list.size() < OUTCOMES; run--) {
                OutcomeV1 outcome = outcome(random, list.size(), at);
                list.add(new Kept(outcome, partition, offsets[partition]));
                store.put(
                        partition,
                        offsets[partition],
                        Findable.of(outcome),
                        Outcomes.text(outcome).getBytes(StandardCharsets.UTF_8));
                offsets[partition] += 1 + random.nextInt(2);
                if (random.nextInt(30) == 0) {
                    at = later(random, at);
                }
            }
            if (random.nextInt(4) == 0) {
                store.commit();
            }
        }
        store.commit();
    }

    private static Instant later(Random random, Instant at) {
        Duration most = random.nextInt(4) == 0 ? THREE_DAYS : Duration.ofMillis(3);
        return at.plusMillis(random.nextLong(most.toMillis()));
    }

    private static OutcomeV1 outcome(Random random, int number, Instant at) {
        OutcomeV1.Status status = random.nextInt(10) == 0 ? OutcomeV1.Status.REJECTED : OutcomeV1.Status.ACCEPTED;
        return Outcomes.outcome(
                "d" + number, "p" + random.nextInt(9), "pipeline-" + random.nextInt(3), status, "ok", at);
    }

    private static void compare(History history, List<Kept> list, Instant since, Instant until) {
        compare(history, list, since, until, null, null, null, outcome -> true);
        compare(
                history,
                list,
                since,
                until,
                null,
                "pipeline-1",
                null,
                o -> o.pipeline().equals("pipeline-1"));
        compare(history, list, since, until, null, null, "rejected", o -> o.status() == OutcomeV1.Status.REJECTED);
        for (int i = 0; i < 9; i++) {
            String person = "prf_p" + i;
            compare(
                    history,
                    list,
                    since,
                    until,
                    person,
                    null,
                    null,
                    o -> o.profileId().equals(person));
            compare(
                    history,
                    list,
                    since,
                    until,
                    "p" + i + "@example.org",
                    null,
                    null,
                    o -> o.profileId().equals(person));
        }
    }

    private static void compare(
            History history,
            List<Kept> list,
            Instant since,
            Instant until,
            String person,
            String pipeline,
            String result,
            Predicate<OutcomeV1> wanted) {
        HistoryQuery query = new HistoryQuery(
                Optional.ofNullable(person),
                Optional.ofNullable(pipeline),
                Optional.ofNullable(result),
                since,
                until,
                OUTCOMES);
        assertThat(history.find(query).outcomes())
                .isEqualTo(list.stream()
                        .sorted(Kept.NEWEST_FIRST)
                        .map(Kept::outcome)
                        .filter(outcome ->
                                !outcome.at().isBefore(since) && outcome.at().isBefore(until) && wanted.test(outcome))
                        .toList());
    }
}
