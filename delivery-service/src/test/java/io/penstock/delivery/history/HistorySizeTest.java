package io.penstock.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.OutcomeV1;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long questions take over many outcomes; {@code -Dpenstock.history.outcomes=1000000} for the figures of the
 * README.
 */
class HistorySizeTest {
    private static final int OUTCOMES = Integer.getInteger("penstock.history.outcomes", 4_000);
    private static final int CALLS_OF_A_PERSON = 50;
    private static final int BATCH = 10_000;
    private static final Duration BOUND = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void answersSoonWhateverIsAskedFor() throws IOException {
        try (HistoryStore store = new HistoryStore(folder)) {
            long start = System.nanoTime();
            fill(store);
            System.out.printf(
                    "%d outcomes in %d ms, %d MB%n",
                    OUTCOMES, Duration.ofNanos(System.nanoTime() - start).toMillis(), size() >> 20);
            History history = new History(store);

            ask(history, "person", query("p7@example.org", null, null), CALLS_OF_A_PERSON);
            ask(history, "pipeline", query(null, "pipeline-3", null), 100);
            ask(history, "result of a person", query("p7@example.org", null, "item_invalid"), 0);
            ask(history, "result that is rare", query(null, null, "item_invalid"), 1);
        }
    }

    private static void fill(HistoryStore store) {
        int people = OUTCOMES / CALLS_OF_A_PERSON;
        for (int i = 0; i < OUTCOMES; i++) {
            OutcomeV1.Status status = i == 0 ? OutcomeV1.Status.REJECTED : OutcomeV1.Status.ACCEPTED;
            OutcomeV1 outcome = Outcomes.outcome(
                    "d" + i, "p" + i % people, "pipeline-" + i % 7, status, i == 0 ? "item_invalid" : "ok", i / 100);
            store.put(
                    i / 25 % 8, i, Findable.of(outcome), Outcomes.text(outcome).getBytes(StandardCharsets.UTF_8));
            if (i % BATCH == BATCH - 1) {
                store.commit();
            }
        }
        store.commit();
    }

    private static HistoryQuery query(String person, String pipeline, String result) {
        return new HistoryQuery(
                Optional.ofNullable(person),
                Optional.ofNullable(pipeline),
                Optional.ofNullable(result),
                Instant.EPOCH,
                Instant.parse("2100-01-01T00:00:00Z"),
                100);
    }

    private static void ask(History history, String what, HistoryQuery query, int expected) {
        long start = System.nanoTime();
        History.Found found = history.find(query);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("%s: %d found in %d ms%n", what, found.outcomes().size(), took.toMillis());

        assertThat(found.outcomes()).hasSize(expected);
        assertThat(took).isLessThan(BOUND);
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
