package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.mail;
import static io.penstock.transform.streams.Incoming.scored;
import static io.penstock.transform.streams.Stage.PIPELINE;
import static io.penstock.transform.streams.Stage.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.State;
import io.penstock.schemas.TransformMergeV1.Word;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.DeliveryId;
import io.penstock.transform.core.Destinations.Merging;
import io.penstock.transform.core.Identifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When two people become one and both exist at the destination. */
class MergesTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 OLD = mail("ada@old.example");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private Stage stage = Stage.inMemory(SamplePipelines.upgradeLikelihood(First.FIRE));

    @BeforeEach
    void send() {
        stage.on(new Merging.Send());
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** A person with a score at the destination. */
    private void exists(String profileId, IdentifierV1... identifiers) {
        stage.profile(profileId, identifiers);
        stage.take(scored(profileId, 1, "0.1", identifiers));
        assertThat(stage.accepts()).hasSize(1);
    }

    private void become(String absorbed, String survivor, IdentifierV1... identifiers) {
        stage.merge(absorbed, survivor);
        stage.absorbs(survivor, List.of(absorbed), identifiers);
    }

    private void twoBecomeOne() {
        exists("prf_s", ADA);
        exists("prf_a", OLD);
        become("prf_a", "prf_s", ADA, OLD);
    }

    private Merge only() {
        assertThat(stage.merges("prf_s")).hasSize(1);
        return stage.merges("prf_s").getFirst();
    }

    @Test
    void sendsAMergeOnTheSurvivorsKeyOnceTheLastCallHasSettled() {
        twoBecomeOne();
        stage.passes(SETTLE.minusSeconds(10));
        assertThat(stage.deliveryRecords()).isEmpty();
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.deliveryRecords()).singleElement().satisfies(record -> {
            DeliveryV1 merge = record.value();
            assertThat(record.key()).isEqualTo("prf_s");
            assertThat(merge.kind()).isEqualTo(DeliveryV1.Kind.MERGE);
            assertThat(merge.address()).isEqualTo(ADA);
            assertThat(merge.secondary()).isEqualTo(OLD);
            assertThat(merge.profileId()).isEqualTo("prf_s");
            assertThat(merge.pipeline()).isEqualTo(PIPELINE);
            assertThat(merge.workspace()).isEqualTo("main");
            assertThat(merge.deliveryId())
                    .isEqualTo(DeliveryId.ofMerge(
                            "customerio-prod", "prf_a", new Identifier("email", "ada@old.example"), START));
        });
        assertThat(only().state()).isEqualTo(State.SENT);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
    }

    @Test
    void doesTheSameWithItsStateOnDisk(@TempDir Path folder) {
        stage.close();
        stage = Stage.onDisk(folder, SamplePipelines.upgradeLikelihood(First.FIRE));
        stage.on(new Merging.Send());
        sendsAMergeOnTheSurvivorsKeyOnceTheLastCallHasSettled();
    }

    @Test
    void sendsEverythingAfterwardsToTheSurvivorsAddress() {
        twoBecomeOne();
        stage.take(scored("prf_a", 2, "0.2", OLD));
        stage.take(scored("prf_s", 3, "0.3", OLD));
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_8472", "identify 0.3 @usr_8472");
    }

    @Test
    void holdsAMergeForItsTime() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.passes(DAY.minusMinutes(1));
        assertThat(stage.ends()).isEmpty();
        assertThat(only().state()).isEqualTo(State.HELD);
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
    }

    @Test
    void sendsNoneIfThePolicySaysNever() {
        stage.on(new Merging.Never());
        twoBecomeOne();
        stage.on(new Merging.Send());
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
        assertThat(only().state()).isEqualTo(State.OFF);
    }

    @Test
    void sendsNoneThatIsHeldWhenThePolicyBecomesNever() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.on(new Merging.Never());
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
    }

    @Test
    void waitsUntilTheSurvivorExistsToo() {
        stage.profile("prf_s", ADA);
        exists("prf_a", OLD);
        become("prf_a", "prf_s", ADA, OLD);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
        assertThat(only().state()).isEqualTo(State.PENDING);
        stage.take(scored("prf_s", 2, "0.2", ADA));
        stage.passes(DAY);
        List<DeliveryV1> made = stage.accepts();
        assertThat(made).extracting(DeliveryV1::kind).containsExactly(DeliveryV1.Kind.IDENTIFY);
        stage.passes(SETTLE.minusSeconds(10));
        assertThat(stage.ends()).isEmpty();
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
    }

    @Test
    void sendsNoneIfTheDestinationRefusedTheAbsorbedOne() {
        exists("prf_s", ADA);
        stage.profile("prf_a", OLD);
        stage.take(scored("prf_a", 1, "0.1", OLD));
        stage.deliveries().forEach(delivery -> stage.ended(delivery, OutcomeV1.Status.REJECTED));
        become("prf_a", "prf_s", ADA, OLD);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
    }

    @Test
    void waitsForTheLastCallToTheAbsorbedOne() {
        exists("prf_s", ADA);
        exists("prf_a", OLD);
        stage.take(scored("prf_a", 2, "0.2", OLD));
        List<DeliveryV1> underWay = stage.deliveries();
        become("prf_a", "prf_s", ADA, OLD);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
        stage.ended(underWay.getLast(), OutcomeV1.Status.GIVEN_UP);
        stage.passes(SETTLE);
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
    }

    @Test
    void isNotPutOffByTheSurvivorsOwnCalls() {
        twoBecomeOne();
        for (int i = 2; i < 6; i++) {
            stage.take(scored("prf_s", i, "0.2", ADA));
            stage.passes(Duration.ofSeconds(10));
            if (i < 4) {
                assertThat(stage.ends()).isEmpty();
            }
        }
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
    }

    @Test
    void sendsNoneIfBothHaveOneAddress() {
        exists("prf_s", ADA);
        exists("prf_a", ADA);
        become("prf_a", "prf_s", ADA);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
    }

    @Test
    void keepsTheAddressThatCallsGoToFromNowOnWhoeverBroughtIt() {
        exists("prf_s", OLD);
        exists("prf_a", ADA);
        become("prf_a", "prf_s", OLD, ADA);
        stage.passes(SETTLE);
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
        stage.take(scored("prf_s", 2, "0.2", OLD));
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_8472");
    }

    @Test
    void waitsForTheSurvivorsStateThatHasTheAbsorbedOneInIt() {
        exists("prf_s", ADA);
        exists("prf_a", OLD);
        stage.merge("prf_a", "prf_s");
        stage.profile("prf_s", ADA, OLD);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
        stage.absorbs("prf_s", List.of("prf_a"), ADA);
        stage.passes(DAY);
        assertThat(stage.ends()).isEmpty();
        stage.absorbs("prf_s", List.of("prf_a"), ADA, OLD);
        stage.passes(SETTLE);
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
    }

    @Test
    void neverSendsARefusedOne() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.answer("prf_s", only().id(), Word.REFUSE);
        stage.answer("prf_s", only().id(), Word.RELEASE);
        stage.passes(DAY.multipliedBy(2));
        assertThat(stage.ends()).isEmpty();
        assertThat(only().state()).isEqualTo(State.REFUSED);
    }

    @Test
    void sendsAReleasedOneAtOnce() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.answer("prf_s", only().id(), Word.RELEASE);
        stage.passes(SETTLE);
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
        stage.answer("prf_s", only().id(), Word.REFUSE);
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    @Test
    void dropsAHeldOneWhenThePeopleComeApart() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.profile("prf_a", OLD);
        stage.absorbs("prf_s", List.of(), ADA);
        stage.passes(DAY.multipliedBy(2));
        assertThat(stage.ends()).isEmpty();
        assertThat(stage.merges("prf_s")).isEmpty();
        stage.take(scored("prf_a", 2, "0.2", OLD));
        assertThat(stage.sent()).containsExactly("identify 0.2 @ada@old.example");
    }

    @Test
    void holdsAnotherOneWhenTheyMergeAgain() {
        dropsAHeldOneWhenThePeopleComeApart();
        become("prf_a", "prf_s", ADA, OLD);
        assertThat(only().accepted()).isTrue();
        assertThat(only().state()).isEqualTo(State.HELD);
    }

    @Test
    void takesTheMergesOfAChainToItsEndAndStillNeverSendsARefusedOne() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.answer("prf_s", only().id(), Word.REFUSE);
        IdentifierV1 first = new IdentifierV1("customerio_id", "usr_1");
        exists("prf_t", first);
        stage.merge("prf_s", "prf_t");
        stage.absorbs("prf_t", List.of("prf_a", "prf_s"), first, ADA, OLD);
        stage.passes(DAY);
        assertThat(stage.merges("prf_s")).isEmpty();
        assertThat(stage.ends()).containsExactly("MERGE usr_1 <- usr_8472");
        assertThat(stage.merges("prf_t")).extracting(Merge::state).containsExactlyInAnyOrder(State.REFUSED, State.SENT);
    }

    @Test
    void listsWhatCanStillGoOutAndNothingElse() {
        stage.on(new Merging.Hold(DAY));
        exists("prf_a", OLD);
        stage.merge("prf_a", "prf_s");
        assertThat(stage.open()).containsExactly("prf_s HELD");
        stage.passes(DAY);
        assertThat(stage.open()).containsExactly("prf_s PENDING");
        exists("prf_b", mail("b@example.com"));
        stage.merge("prf_b", "prf_t");
        assertThat(stage.open()).containsExactly("prf_t HELD", "prf_s PENDING");
        stage.answer("prf_s", only().id(), Word.REFUSE);
        assertThat(stage.open()).containsExactly("prf_t HELD");
    }

    @Test
    void hearsAnAnswerThatComesForAnAlias() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        String id = only().id();
        stage.merge("prf_s", "prf_t");
        stage.answer("prf_s", id, Word.REFUSE);
        assertThat(stage.merges("prf_t"))
                .filteredOn(merge -> merge.id().equals(id))
                .extracting(Merge::state)
                .containsExactly(State.REFUSED);
    }

    @Test
    void givesAChainBackWhenItsMiddleComesApart() {
        stage.on(new Merging.Hold(DAY));
        twoBecomeOne();
        stage.merge("prf_s", "prf_t");
        assertThat(stage.merges("prf_t")).hasSize(2);
        stage.absorbs("prf_s", List.of("prf_a"), ADA, OLD);
        assertThat(stage.merges("prf_t")).isEmpty();
        assertThat(only().absorbed()).isEqualTo("prf_a");
        stage.passes(DAY);
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- ada@old.example");
    }
}
