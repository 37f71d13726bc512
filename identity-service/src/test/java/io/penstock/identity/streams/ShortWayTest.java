package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rules;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortWayTest {
    private static final String ANN = IdentityStage.profileId("user_id:ann");
    private static final String BOB = IdentityStage.profileId("user_id:bob");

    private final Fingerprints fingerprints = new Fingerprints(Fold.IDS);
    private final ShortWay way = new ShortWay(fingerprints, 1024);
    private long offset;

    ShortWayTest() {
        take("user_id:first");
    }

    @Test
    void eachTwoOfThemWereSettledTogetherThoughNeverAllOfThem() {
        settled(ANN, 7, 1, "user_id:ann", "email:ann@x.example", "phone:+436641234567");
        settled(ANN, 9, 1, "device_id:d", "email:ann@x.example");

        assertThat(take("device_id:d", "email:ann@x.example", "user_id:ann")).isEmpty();
        settled(ANN, 11, 1, "user_id:ann", "device_id:d");

        Optional<IdentityChangeV1> change = take("device_id:d", "email:ann@x.example", "user_id:ann");

        assertThat(change).hasValueSatisfying(it -> {
            assertThat(it.profileId()).isEqualTo(ANN);
            assertThat(it.logOffset()).isEqualTo(11);
            assertThat(it.by()).isEqualTo(new IdentifierV1("user_id", "ann"));
        });
    }

    @Test
    void theStrongestIsToldByWhatItsValueMeansNotByHowItIsWritten() {
        settled(ANN, 7, 1, "email:b@x.example", "email:Z@X.EXAMPLE", "email: A@x.example");

        assertThat(take("email:b@x.example", "email:Z@X.EXAMPLE", "email: A@x.example"))
                .hasValueSatisfying(it -> assertThat(it.by()).isEqualTo(new IdentifierV1("email", "a@x.example")));
    }

    @Test
    void oneThatIsNotKnownGoesThroughTheLog() {
        settled(ANN, 7, 1, "user_id:ann");

        assertThat(take("user_id:ann", "email:ann@x.example")).isEmpty();
        assertThat(take("user_id:ANN")).isEmpty();
        assertThat(take()).isEmpty();
    }

    @Test
    void thoseOfTwoPeopleGoThroughTheLog() {
        settled(ANN, 7, 1, "user_id:ann", "email:ann@x.example");
        settled(ANN, 8, 1, "user_id:ann", "device_id:d");
        settled(BOB, 9, 1, "email:ann@x.example", "device_id:d");

        assertThat(take("user_id:ann", "email:ann@x.example", "device_id:d")).isEmpty();
        assertThat(take("device_id:d", "email:ann@x.example"))
                .hasValueSatisfying(it -> assertThat(it.profileId()).isEqualTo(BOB));
    }

    @Test
    void whatWasSettledBeforeSomethingWasUndoneDoesNotCount() {
        settled(ANN, 7, 1, "user_id:ann", "email:ann@x.example");
        settled(ANN, 9, 2, "user_id:ann");

        assertThat(take("email:ann@x.example", "user_id:ann")).isEmpty();
        assertThat(take("user_id:ann")).isPresent();
    }

    @Test
    void otherRulesAreOtherFingerprints() {
        settled(ANN, 7, 1, "user_id:ann");

        assertThat(way.take(record("user_id:ann"), new Origin(0, ++offset, 5), Rules.defaults()))
                .isEmpty();
    }

    @Test
    void manyAreKnownAllTogetherOnly() {
        String[] many = devices(9);
        settled(ANN, 7, 1, many);

        assertThat(take(many)).isPresent();
        assertThat(take(devices(8))).isEmpty();
    }

    @Test
    void moreThanTheRulesLookAtGoThroughTheLogWhichReportsIt() {
        Rules strict = Rules.of(Rules.defaults().types(), Map.of(), new Limits(12, 6, 2, 1));
        settled(ANN, 7, 1, devices(3));

        assertThat(way.take(record(devices(3)), new Origin(0, ++offset, 0), strict))
                .isEmpty();
        answeredAll(1);
        assertThat(way.take(record(devices(2)), new Origin(0, ++offset, 0), strict))
                .isPresent();
    }

    @Test
    void aRecordWaitsForAnEarlierOneOfItsKey() {
        settled(ANN, 7, 1, "user_id:ann");

        assertThat(take("user_id:ann", "device_id:new")).isEmpty();
        assertThat(take("user_id:ann")).isEmpty();
        answeredAll(1);
        assertThat(take("user_id:ann")).isPresent();
    }

    @Test
    void anAnswerWithoutFingerprintsOnlySaysHowFarTheLogIs() {
        take("user_id:ann");
        way.learn(new IdentitySettledV1(Fold.WORKSPACE, IdentitySettledV1.Kind.SETTLED, 0, offset, null, ANN, 7, 1));

        assertThat(take("user_id:ann")).isEmpty();
    }

    /** The log settled these; the answer is to the record that came last. */
    private void settled(String profileId, long logOffset, long epoch, String... identifiers) {
        way.learn(new IdentitySettledV1(
                Fold.WORKSPACE,
                IdentitySettledV1.Kind.SETTLED,
                0,
                offset,
                Fingerprints.text(fingerprints.of(Fold.WORKSPACE, 0, identifiers(identifiers))),
                profileId,
                logOffset,
                epoch));
    }

    private void answeredAll(long epoch) {
        settled(BOB, 0, epoch, "user_id:nobody");
    }

    private Optional<IdentityChangeV1> take(String... identifiers) {
        return way.take(record(identifiers), new Origin(0, ++offset, 0), Rules.defaults());
    }

    private static String[] devices(int count) {
        return IntStream.range(0, count).mapToObj(i -> "device_id:" + i).toArray(String[]::new);
    }

    private static RawRecord record(String... identifiers) {
        byte[] json = Topics.RECORDS
                .valueSerde()
                .serializer()
                .serialize("records", Rows.record("r", Fold.START, identifiers(identifiers), "{}"));
        return RawRecord.read("records", json);
    }

    private static List<IdentifierV1> identifiers(String... identifiers) {
        return Arrays.stream(identifiers).map(Rows::identifier).toList();
    }
}
