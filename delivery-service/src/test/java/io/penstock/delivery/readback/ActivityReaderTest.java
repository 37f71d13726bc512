package io.penstock.delivery.readback;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.OutcomeV1;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log is a list, the clock and the faults are the test's. */
class ActivityReaderTest {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Log log = new Log();
    private final Written written = new Written();
    private Instant now = Samples.AS_OF.plusSeconds(1000);

    static LongStream seeds() {
        return new Random(5).longs(60);
    }

    @Test
    void whatWasThereBeforeTheFirstLookIsLeftAloneAndWhatComesAfterIsWorkedOffOnce() {
        // Given
        IntStream.range(0, 250).forEach(i -> log.add(Samples.entry(i, i)));
        ActivityReader reader = reader();
        round(reader);

        // When
        IntStream.range(250, 700).forEach(i -> log.add(Samples.entry(i, 250)));
        round(reader);
        round(reader);

        // Then
        assertThat(written.activities()).hasSize(450).doesNotHaveDuplicates().doesNotContain("activity-249");
        assertThat(written.words)
                .allMatch(word -> word.status() == OutcomeV1.Status.ACCEPTED
                        && word.code().equals(OutcomeV1.NOT_APPLIED)
                        && word.words().getFirst().equals("failed_attribute_change email: taken"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void repeatsAndSkipsNothingWhoeverReadsAndWhateverFails(long seed) {
        // Given
        Random random = new Random(seed);
        List<ActivityReader> readers = new ArrayList<>(List.of(reader(), reader()));
        round(readers.getFirst());
        int leader = 0;
        int entries = 0;
        long second = 500;

        // When
        for (int step = 0; step < 80; step++) {
            second += random.nextInt(40);
            for (int burst = random.nextInt(random.nextInt(6) == 0 ? 100 : 8); burst > 0; burst--) {
                // Some appear behind newer ones.
                log.add(Samples.entry(entries++, second - random.nextInt(60)));
            }
            now = Samples.AS_OF.plusSeconds(second + 20);
            log.failing = random.nextInt(10) == 0;
            written.fault = Fault.values()[random.nextInt(10) == 0 ? 1 + random.nextInt(2) : 0];
            if (random.nextInt(8) == 0) {
                leader = 1 - leader;
            }
            if (random.nextInt(12) == 0) {
                readers.set(leader, reader());
            }
            ActivityReader reader = readers.get(leader);
            try {
                now = now.plus(EVERY);
                for (int turns = 1 + random.nextInt(6); turns > 0; turns--) {
                    reader.turn(now);
                }
            } catch (KafkaException e) {
                reader.forget();
            }
        }
        log.failing = false;
        written.fault = Fault.NONE;
        now = now.plusSeconds(60);
        round(readers.get(leader));
        round(readers.get(leader));

        // Then
        assertThat(written.activities()).doesNotHaveDuplicates().hasSize(entries);
    }

    @Test
    void aLongBacklogIsWorkedOffFromTheOldestOnWithinItsBound() {
        ActivityReader reader = reader();
        round(reader);
        int many = 3 * ActivityReader.MOST + 17;
        IntStream.range(0, many).forEach(i -> log.add(Samples.entry(i, i / 10)));
        now = Samples.AS_OF.plusSeconds(many);
        for (int turns = 0; turns < 400; turns++) {
            reader.turn(now);
        }
        assertThat(written.activities())
                .containsExactlyElementsOf(
                        IntStream.range(0, many).mapToObj(i -> "activity-" + i).toList());
    }

    @Test
    void entriesOfOthersAreCountedAndNothingIsSaidOfThem() {
        Counts counts = new Counts();
        ActivityReader reader = new ActivityReader(
                "c", log, (connection, entry) -> Optional.empty(), new Session(written), counts, EVERY);
        round(reader);
        log.add(Samples.entry(1, 1));
        round(reader);
        assertThat(written.words).isEmpty();
        assertThat(counts.of(Counts.Result.FOREIGN_CHANGE)).isEqualTo(1);
    }

    @Test
    void aPositionFitsBesideAnOffsetAndIsReadBackAsItWasWritten() {
        ActivityPosition position = ActivityPosition.after(List.of())
                .with(IntStream.range(0, 5000)
                        .mapToObj(i -> Samples.entry(i, i / 20))
                        .toList());
        assertThat(position.done()).hasSizeBetween(ActivityPosition.MOST - 20, ActivityPosition.MOST);
        assertThat(position.encode()).hasSizeLessThan(4096);
        assertThat(ActivityPosition.decode(position.encode())).isEqualTo(position);
        assertThat(position.isBefore(Samples.entry(4999, 249))).isFalse();
        assertThat(position.isBefore(Samples.entry(5000, 249))).isTrue();
    }

    private ActivityReader reader() {
        return new ActivityReader(
                "c",
                log,
                (connection, entry) -> Optional.of(Samples.accepted(Samples.identify("d", "p", "{}"))),
                new Session(written),
                new Counts(),
                EVERY);
    }

    private void round(ActivityReader reader) {
        now = now.plus(EVERY);
        for (int turns = 0; turns < 60 && reader.isDue(now); turns++) {
            try {
                reader.turn(now);
            } catch (KafkaException e) {
                reader.forget();
            }
        }
    }

    private enum Fault {
        NONE,
        BEFORE_THE_COMMIT,
        AFTER_THE_COMMIT
    }

    private static final class Log implements AppApi {
        private final List<Activity> entries = new ArrayList<>();
        private boolean failing;

        void add(Activity entry) {
            entries.add(entry);
        }

        @Override
        public boolean shows(String attribute) {
            return true;
        }

        @Override
        public Seen person(io.penstock.schemas.IdentifierV1 address) {
            return new Seen.Nobody();
        }

        @Override
        public Page failedChanges(Optional<String> cursor) {
            if (failing) {
                return new AppApi.Fault("throttled", Duration.ofSeconds(1));
            }
            List<Activity> newestFirst = new ArrayList<>(entries.reversed());
            newestFirst.sort(Comparator.comparing(Activity::at).reversed());
            int from = cursor.map(Integer::parseInt).orElse(0);
            int to = Math.min(newestFirst.size(), from + 100);
            return new Page.Entries(
                    newestFirst.subList(from, to),
                    to < newestFirst.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
        }
    }

    private static final class Written {
        private final List<OutcomeV1> words = new ArrayList<>();
        private ActivityPosition position;
        private Session owner;
        private Fault fault = Fault.NONE;

        List<String> activities() {
            return words.stream()
                    .map(word -> word.words().getLast().split(" ")[1])
                    .toList();
        }
    }

    /** One process at the broker: who took over last may write, the others may not. */
    private static final class Session implements Findings {
        private final Written written;

        Session(Written written) {
            this.written = written;
        }

        @Override
        public void say(OutcomeV1 finding) {
            throw new IllegalStateException("expected a transaction");
        }

        @Override
        public Optional<ActivityPosition> takeOver(String connection) {
            written.owner = this;
            return Optional.ofNullable(written.position).map(position -> ActivityPosition.decode(position.encode()));
        }

        @Override
        public void write(String connection, List<OutcomeV1> findings, ActivityPosition position) {
            if (written.owner != this) {
                throw new KafkaException("fenced");
            }
            Fault fault = written.fault;
            written.fault = Fault.NONE;
            if (fault != Fault.BEFORE_THE_COMMIT) {
                written.words.addAll(findings);
                written.position = position;
            }
            if (fault != Fault.NONE) {
                throw new KafkaException("in doubt");
            }
        }

        @Override
        public void leave(String connection) {}
    }
}
