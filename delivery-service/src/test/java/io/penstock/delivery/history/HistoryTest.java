package io.penstock.delivery.history;

import static io.penstock.delivery.history.Outcomes.accepted;
import static io.penstock.delivery.history.Outcomes.minute;
import static io.penstock.delivery.history.Outcomes.outcome;
import static io.penstock.delivery.history.Outcomes.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class HistoryTest {
    private static final int ANY = 100;

    @TempDir
    Path folder;

    private Filled filled;
    private History history;

    @BeforeEach
    void open() {
        filled = new Filled(folder);
        history = new History(filled.store);
    }

    @AfterEach
    void close() {
        filled.close();
    }

    private List<String> find(String person, String pipeline, String result, Instant since, Instant until) {
        HistoryQuery query = new HistoryQuery(
                Optional.ofNullable(person),
                Optional.ofNullable(pipeline),
                Optional.ofNullable(result),
                since,
                until,
                ANY);
        return history.find(query).outcomes().stream()
                .map(OutcomeV1::deliveryId)
                .toList();
    }

    private List<String> find(String person, String pipeline, String result) {
        return find(person, pipeline, result, Instant.EPOCH, minute(10_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prf_ann", "ann@example.org", "email:ann@example.org", " EMAIL:Ann@Example.org "})
    void findsAPersonByProfileAndByAddressNewestFirst(String person) {
        filled.outcomes(accepted("1", "ann", 1), accepted("2", "bo", 2), rejected("3", "ann", 3));

        assertThat(find(person, null, null)).containsExactly("3", "1");
    }

    @Test
    void anAddressOfAnotherTypeIsSomebodyElseAndAValueMayHaveAColon() {
        filled.outcomes(accepted("1", "ann", 1), accepted("2", "a:b", 2));

        assertThat(find("phone:ann@example.org", null, null)).isEmpty();
        assertThat(find("a:b@example.org", null, null)).containsExactly("2");
        assertThat(find("email:a:b@example.org", null, null)).containsExactly("2");
    }

    @Test
    void findsByPipelineResultAndTime() {
        filled.outcomes(
                accepted("1", "ann", 1),
                outcome("2", "ann", "other", OutcomeV1.Status.GIVEN_UP, "timeout", 2),
                rejected("3", "bo", 3),
                accepted("4", "bo", 4));

        assertThat(find(null, "upgrade-likelihood", null)).containsExactly("4", "3", "1");
        assertThat(find(null, null, "given_up")).containsExactly("2");
        assertThat(find(null, null, "item_invalid")).containsExactly("3");
        assertThat(find("prf_ann", "other", "GIVEN_UP")).containsExactly("2");
        assertThat(find(null, null, null, minute(2), minute(4))).containsExactly("3", "2");
        assertThat(find("nobody", null, null)).isEmpty();
    }

    @Test
    void saysThatThereIsMore() {
        filled.outcomes(accepted("1", "ann", 1), accepted("2", "ann", 2), accepted("3", "ann", 3));
        HistoryQuery two = new HistoryQuery(
                Optional.of("prf_ann"), Optional.empty(), Optional.empty(), Instant.EPOCH, minute(9), 2);

        assertThat(history.find(two).more()).isTrue();
        assertThat(history.find(two).outcomes()).hasSize(2);
    }

    @Test
    void storesWhatIsReadTwiceOnce() {
        OutcomeV1 one = accepted("1", "ann", 1);
        byte[] text = Outcomes.text(one).getBytes(StandardCharsets.UTF_8);
        filled.store.put(0, 7, Findable.of(one), text);
        filled.store.commit();
        filled.store.put(0, 7, Findable.of(one), text);
        filled.store.commit();

        assertThat(find("prf_ann", null, null)).containsExactly("1");
    }

    @Test
    void goesOnWhereItEndedAfterARestart() {
        filled.outcomes(accepted("1", "ann", 1));
        filled.store.readUpTo("t", 3, 42);
        filled.store.commit();
        filled.store.put(0, 99, Findable.of(accepted("lost", "ann", 2)), new byte[0]); // never committed
        filled.close();
        filled = new Filled(folder);
        history = new History(filled.store);

        assertThat(filled.store.next("t", 3)).hasValue(42L);
        assertThat(filled.store.next("t", 4)).isEmpty();
        assertThat(find("prf_ann", null, null)).containsExactly("1");
    }

    @Test
    void dropsTheCopyOfOtherTopicsOfTheSameNames() {
        filled.store.copyOf("outcomes 1");
        filled.store.readUpTo("t", 3, 42);
        filled.outcomes(accepted("1", "ann", 1));
        filled.store.copyOf("outcomes 1");
        assertThat(find("prf_ann", null, null)).containsExactly("1");

        filled.store.copyOf("outcomes 2");

        assertThat(find("prf_ann", null, null)).isEmpty();
        assertThat(filled.store.next("t", 3)).isEmpty();
        filled.outcomes(accepted("2", "ann", 2));
        assertThat(history.follow(Optional.of(0L), Optional.empty(), ANY).outcomes())
                .hasSize(1);
    }

    @Test
    void dropsWhatAnEarlierVersionKeptInItsOwnWay() throws RocksDBException {
        filled.close();
        Path earlier = folder.resolve("earlier");
        try (Options levelled = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(levelled, earlier.toString())) {
            db.put(new byte[] {StoreKeys.TOPICS}, "2 outcomes 1".getBytes(StandardCharsets.UTF_8));
            db.put(StoreKeys.offset("t", 3), new byte[Long.BYTES]);
            db.compactRange();
        }
        filled = new Filled(earlier);
        assertThat(filled.store.next("t", 3)).hasValue(0L);

        filled.store.copyOf("outcomes 1");

        assertThat(filled.store.next("t", 3)).isEmpty();
    }

    @Test
    void findsTheLastWordOnADeliveryAmongThoseOfItsPersonAndOfOneThatNamesNobody() {
        OutcomeV1 nobody = OutcomeV1.of(
                Outcomes.nobody("4"), OutcomeV1.Status.ACCEPTED, "ok", Category.NONE, List.of(), 1, 0, null, minute(4));
        filled.outcomes(accepted("1", "ann", 1), rejected("2", "ann", 2), accepted("2", "ann", 3), nobody);

        assertThat(history.last(Outcomes.delivery("2", DeliveryV1.Kind.IDENTIFY, "ann", 1)))
                .map(OutcomeV1::status)
                .hasValue(OutcomeV1.Status.ACCEPTED);
        assertThat(history.last(Outcomes.nobody("4"))).isPresent();
        assertThat(history.last(Outcomes.nobody("5"))).isEmpty();
        assertThat(history.last(Outcomes.delivery("1", DeliveryV1.Kind.IDENTIFY, "bo", 1)))
                .isEmpty();
    }

    @Test
    void findsAPipelineAmongOthersOfTheSameMoment() {
        filled.outcomes(
                outcome("1", "ann", "one", OutcomeV1.Status.ACCEPTED, "ok", 1),
                outcome("2", "bo", "other", OutcomeV1.Status.ACCEPTED, "ok", 1),
                outcome("3", "cy", "one", OutcomeV1.Status.ACCEPTED, "ok", 1));
        filled.outcomes(outcome("4", "di", "one", OutcomeV1.Status.ACCEPTED, "ok", 1));

        assertThat(find(null, "one", null)).containsExactly("4", "3", "1");
        assertThat(find(null, "one", null, minute(2), minute(3))).isEmpty();
    }

    @Test
    void followsArrivalsFromNowOn() {
        filled.outcomes(accepted("1", "ann", 1));
        long now = history.follow(Optional.empty(), Optional.empty(), ANY).cursor();
        filled.outcomes(accepted("3", "bo", 3), accepted("2", "ann", 2));
        filled.outcomes(outcome("4", "bo", "other", OutcomeV1.Status.ACCEPTED, "ok", 4));

        History.Arrived all = history.follow(Optional.of(now), Optional.empty(), ANY);
        assertThat(all.outcomes()).extracting(OutcomeV1::deliveryId).containsExactly("3", "2", "4");
        History.Arrived first = history.follow(Optional.of(now), Optional.empty(), 1);
        assertThat(history.follow(Optional.of(first.cursor()), Optional.of("other"), ANY)
                        .outcomes())
                .extracting(OutcomeV1::deliveryId)
                .containsExactly("4");
        assertThat(history.follow(Optional.of(all.cursor()), Optional.empty(), ANY)
                        .outcomes())
                .isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanTheBoundEverywhere() {
        filled.outcomes(accepted("1", "ann", 1), accepted("2", "ann", 2), accepted("3", "ann", 3));
        DeadLetterId old = filled.letters(Outcomes.letter("ingest", "bad", "t", 1, "{}", minute(1)));
        DeadLetterId young = filled.letters(Outcomes.letter("ingest", "bad", "t", 2, "{}", minute(5)));

        assertThat(Forgetting.before(filled.store, minute(3))).isEqualTo(3);
        assertThat(Forgetting.before(filled.store, minute(3))).isZero();

        assertThat(find("prf_ann", null, null)).containsExactly("3");
        assertThat(find(null, "upgrade-likelihood", null)).containsExactly("3");
        assertThat(find(null, null, null)).containsExactly("3");
        assertThat(history.last(Outcomes.delivery("1", DeliveryV1.Kind.IDENTIFY, "ann", 1)))
                .isEmpty();
        assertThat(history.follow(Optional.of(0L), Optional.empty(), ANY).outcomes())
                .hasSize(1);
        DeadLetters letters = new DeadLetters(filled.store);
        assertThat(letters.one(old)).isEmpty();
        assertThat(letters.one(young)).isPresent();
        assertThat(letters.grouped())
                .singleElement()
                .satisfies(group -> assertThat(group.count()).isEqualTo(1));
    }

    @Test
    void masksWhatNamesAPerson() {
        String masked = Shown.MASKED.outcome(rejected("1", "ann", 1)).toString();

        assertThat(masked)
                .contains(
                        "\"value\":\"a***\"", "\"row_key\":\"r***\"", "invalid attributes.bio: '***' of *** is no bio")
                .contains("prf_ann", "upgrade-likelihood")
                .doesNotContain("ann@example.org");
        assertThat(Shown.REVEALED.outcome(rejected("1", "ann", 1)).toString()).contains("ann@example.org");
    }
}
