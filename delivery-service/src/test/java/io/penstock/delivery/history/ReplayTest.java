package io.penstock.delivery.history;

import static io.penstock.delivery.history.Outcomes.accepted;
import static io.penstock.delivery.history.Outcomes.delivery;
import static io.penstock.delivery.history.Outcomes.letter;
import static io.penstock.delivery.history.Outcomes.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1.Kind;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private record Sent(String topic, int partition, String key, String value) {}

    private static final DeadLetterFilter REFUSED = new DeadLetterFilter(
            Optional.empty(), Optional.of("delivery"), Optional.of("item_invalid"), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private final List<Sent> sent = new ArrayList<>();
    private Filled filled;
    private DeadLetters letters;
    private Replay replay;

    @BeforeEach
    void open() {
        filled = new Filled(folder);
        letters = new DeadLetters(filled.store);
        replay = new Replay(
                letters,
                new History(filled.store),
                (letter, value) -> sent.add(new Sent(
                        letter.topic(), letter.partition(), letter.key(), new String(value, StandardCharsets.UTF_8))));
    }

    @AfterEach
    void close() {
        filled.close();
    }

    @Test
    void groupsByCauseTheMostFrequentFirst() {
        filled.letters(letter("ingest.filter", "bad_type", Topics.READS.name(), 1, "{}", minute(1)));
        DeadLetterId newest = filled.letters(
                letter(delivery("1", Kind.IDENTIFY, "ann", 2), 1), letter(delivery("2", Kind.IDENTIFY, "bo", 3), 2));

        assertThat(letters.grouped())
                .extracting(
                        group -> group.cause().stage() + " " + group.count() + " " + group.first() + " " + group.last())
                .containsExactly(
                        "delivery 2 " + minute(2) + " " + minute(3), "ingest.filter 1 " + minute(1) + " " + minute(1));
        assertThat(letters.grouped().getFirst().newest()).isEqualTo(newest);
    }

    @Test
    void putsTheSameBytesBackOnTheSamePartitionInTheirOldOrder() {
        DeadLetterV1 second = letter(delivery("2", Kind.TRACK, "ann", 2), 8);
        DeadLetterV1 first = letter(delivery("1", Kind.TRACK, "ann", 5), 7);
        filled.letters(second, first, letter("ingest.filter", "bad_type", Topics.READS.name(), 1, "{}", minute(1)));

        Replay.Report report = replay.run(REFUSED);

        assertThat(report.replayed()).isEqualTo(2);
        assertThat(sent)
                .containsExactly(
                        new Sent(Topics.DELIVERIES.name(), 1, "key", first.input()),
                        new Sent(Topics.DELIVERIES.name(), 1, "key", second.input()));
    }

    @Test
    void saysWhatItWouldDoWithoutDoingIt() {
        filled.letters(letter(delivery("1", Kind.IDENTIFY, "ann", 1), 1));

        assertThat(replay.rehearse(REFUSED).replayed()).isEqualTo(1);
        assertThat(sent).isEmpty();
    }

    @Test
    void skipsAValueOlderThanTheLastAcknowledged() {
        filled.outcomes(accepted("newer", "ann", 9), accepted("older", "bo", 1));
        DeadLetterId stale = filled.letters(letter(delivery("1", Kind.IDENTIFY, "ann", 5), 1));
        filled.letters(
                letter(delivery("2", Kind.IDENTIFY, "bo", 5), 2), letter(delivery("3", Kind.TRACK, "ann", 5), 3));
        filled.letters(letter(delivery("4", Kind.DELETE, "ann", 5), 4));

        Replay.Report report = replay.run(REFUSED);

        assertThat(report.skipped())
                .contains(new Replay.Skipped(stale, Replay.Skip.OLDER_THAN_ACKNOWLEDGED))
                .hasSize(2);
        assertThat(sent)
                .extracting(each -> each.value().replaceAll(".*\"delivery_id\":\"(\\d)\".*", "$1"))
                .containsExactly("2", "3");
    }

    @Test
    void replaysNothingASecondTimeOnceItWasAccepted() {
        filled.letters(letter(delivery("1", Kind.IDENTIFY, "ann", 5), 1));
        assertThat(replay.run(REFUSED).replayed()).isEqualTo(1);
        filled.outcomes(accepted("1", "ann", 5));

        Replay.Report again = replay.run(REFUSED);

        assertThat(again.replayed()).isZero();
        assertThat(again.skippedBy()).containsEntry(Replay.Skip.ACCEPTED_MEANWHILE, 1);
    }

    @Test
    void replaysADeliveryOnceThoughItFailedTwice() {
        filled.letters(
                letter(delivery("1", Kind.IDENTIFY, "ann", 5), 1), letter(delivery("1", Kind.IDENTIFY, "ann", 5), 2));

        assertThat(replay.run(REFUSED).skippedBy()).containsEntry(Replay.Skip.REPEATED, 1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void leavesWhatIsNoRecordOfTheHouse() {
        filled.letters(
                letter("delivery", "item_invalid", "somebody.elses", 1, "{}", minute(1)),
                letter("delivery", "item_invalid", Topics.DELIVERIES.name(), 1, "not JSON", minute(1)),
                letter("delivery", "item_invalid", Topics.DELIVERIES.name(), 2, "", minute(1)));

        assertThat(replay.run(REFUSED).skippedBy()).containsEntry(Replay.Skip.NOT_REPLAYABLE, 3);
        assertThat(sent).isEmpty();
    }

    @Test
    void replaysManyInParts() {
        for (int i = 0; i < 5; i++) {
            filled.letters(letter(delivery("" + i, Kind.TRACK, "ann", i), i));
        }
        Replay inTwos = new Replay(letters, new History(filled.store), (letter, value) -> sent.add(null), 2);

        int parts = 0;
        Optional<DeadLetterId> next = Optional.empty();
        do {
            Replay.Report part = inTwos.run(new DeadLetterFilter(
                    Optional.empty(), Optional.of("delivery"), Optional.empty(), Optional.empty(), next));
            next = part.next();
            parts++;
        } while (next.isPresent());

        assertThat(parts).isEqualTo(3);
        assertThat(sent).hasSize(5);
    }

    @Test
    void replaysOneById() {
        filled.letters(letter(delivery("1", Kind.IDENTIFY, "ann", 1), 1));
        DeadLetterId one = filled.letters(letter(delivery("2", Kind.IDENTIFY, "bo", 1), 2));

        replay.run(new DeadLetterFilter(
                Optional.of(one), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));

        assertThat(sent)
                .singleElement()
                .satisfies(each -> assertThat(each.value()).contains("prf_bo"));
        assertThat(DeadLetterId.parse(one.toString())).hasValue(one);
        assertThat(DeadLetterId.parse("x-1")).isEmpty();
    }

    @Test
    void neverMeansEverything() {
        assertThatThrownBy(() -> new DeadLetterFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new DeadLetterId(0, 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void masksTheInputOfALetter() {
        DeadLetterId id = filled.letters(letter(delivery("1", Kind.IDENTIFY, "ann", 1), 1));
        DeadLetters.Letter found = letters.one(id).orElseThrow();

        assertThat(Shown.MASKED.letter(found).path("input").asText())
                .contains("bio")
                .doesNotContain("secret", "ann");
        assertThat(Shown.REVEALED.letter(found).path("input").asText()).contains("secret");
    }
}
