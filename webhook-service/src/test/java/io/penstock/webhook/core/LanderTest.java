package io.penstock.webhook.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanderTest {
    private static final Lander.Limits ROOMY = new Lander.Limits(1000, 1_000_000);
    private final FakeTable table = new FakeTable();
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<Runnable> alarms = new ArrayDeque<>();
    private final Lander lander = new Lander(table, this::alarm, () -> 0.5);

    @Test
    void landsABatchInOneMerge() {
        Landing landing = land(rows(0, 100), ROOMY);
        assertThat(landing).isEqualTo(new Landing(100, 1, List.of()));
        assertThat(table.ids()).hasSize(100);
    }

    @Test
    void landsNothingWithoutAMerge() {
        assertThat(land(List.of(), ROOMY)).isEqualTo(new Landing(0, 0, List.of()));
        assertThat(table.merges()).isZero();
    }

    @Test
    void countsCopiesInABatchOnceAndKeepsTheLast() {
        List<Row> rows = List.of(row("a", "{\"n\":1}"), row("b", "{}"), row("a", "{\"n\":2}"));
        assertThat(land(rows, ROOMY).rows()).isEqualTo(2);
        assertThat(table.row("a").json()).isEqualTo("{\"n\":2}");
    }

    @Test
    void splitsByRowsAndByBytes() {
        assertThat(land(rows(0, 25), new Lander.Limits(10, 1_000_000)).merges()).isEqualTo(3);
        List<Row> heavy = IntStream.range(100, 110)
                .mapToObj(i -> row("r" + i, "x".repeat(400)))
                .toList();
        assertThat(land(heavy, new Lander.Limits(1000, 1000)).merges()).isEqualTo(5);
        assertThat(land(List.of(row("huge", "x".repeat(5000))), new Lander.Limits(1000, 1000))
                        .merges())
                .isEqualTo(1);
    }

    @Test
    void triesAgainWithGrowingPausesUntilTheTableIsBack() {
        table.answer(
                new Merge.NotNow("lakehouse_unavailable"),
                new Merge.NotNow("lakehouse_unavailable"),
                new Merge.NotNow("concurrent_write"));
        CompletableFuture<Landing> landing = lander.land(rows(0, 3), ROOMY).toCompletableFuture();
        assertThat(landing).isNotDone();
        assertThat(lander.state()).isEqualTo("lakehouse_unavailable");
        ringAll();
        assertThat(landing.join()).isEqualTo(new Landing(3, 1, List.of()));
        assertThat(waits).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(lander.state()).isEqualTo("ok");
    }

    @Test
    void idlesUntilSomebodySaysWhereToWrite() {
        table.answer(new Merge.NotConfigured(), new Merge.NotConfigured());
        CompletableFuture<Landing> landing = lander.land(rows(0, 3), ROOMY).toCompletableFuture();
        assertThat(lander.state()).isEqualTo("not_configured");
        ringAll();
        assertThat(landing.join().rows()).isEqualTo(3);
        assertThat(waits).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void findsTheRowsThatNoTableTakesAndLandsTheirNeighbours() {
        table.poison("r13");
        table.poison("r77");
        Landing landing = land(rows(0, 100), ROOMY);
        assertThat(landing.rows()).isEqualTo(98);
        assertThat(landing.unlandable())
                .extracting(one -> one.row().id(), Landing.Unlandable::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("r13", "not_storable"),
                        org.assertj.core.groups.Tuple.tuple("r77", "not_storable"));
        assertThat(table.ids()).hasSize(98).doesNotContain("r13", "r77");
    }

    @Test
    void aRepeatChangesNothing() {
        land(rows(0, 50), ROOMY);
        land(rows(0, 50), ROOMY);
        assertThat(table.ids()).hasSize(50);
    }

    private Landing land(List<Row> rows, Lander.Limits limits) {
        return lander.land(rows, limits).toCompletableFuture().join();
    }

    private void alarm(Duration wait, Runnable task) {
        waits.add(wait);
        alarms.add(task);
    }

    private void ringAll() {
        while (!alarms.isEmpty()) {
            alarms.poll().run();
        }
    }

    private static List<Row> rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> row("r" + i, "{}")).toList();
    }

    private static Row row(String id, String json) {
        return new Row(id, LocalDate.of(2026, 3, 15), json, new Row.Origin("t", 0, id.hashCode()));
    }
}
