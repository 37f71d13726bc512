package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.absorbing;
import static io.penstock.transform.streams.Incoming.json;
import static io.penstock.transform.streams.Incoming.mail;
import static io.penstock.transform.streams.Incoming.marker;
import static io.penstock.transform.streams.Incoming.row;
import static io.penstock.transform.streams.Incoming.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Crossing.First;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The record that merges people and the state of the absorbed one come to the survivor on two ways, in either order.
 */
class MergeOrderTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 SOURCE_ID = new IdentifierV1("databricks_customer_id", "cust_42");
    private static final List<String> CROSSED_ONCE =
            List.of("identify 0.82 @usr_8472", "upgrade_threshold_crossed 0.82 @usr_8472", "identify 0.83 @usr_8472");

    private Stage stage = Stage.inMemory(SamplePipelines.upgradeLikelihood(First.FIRE), SamplePipelines.sending());

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void firesOnceIfTheRecordComesBeforeTheStateOfTheAbsorbed() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.take(absorbing(scored("prf_s", 2, "0.83", ADA), "prf_a"));
        assertThat(stage.waiting()).isEqualTo(1);
        stage.merge("prf_a", "prf_s");
        assertThat(stage.sent()).isEqualTo(CROSSED_ONCE);
        assertThat(stage.waiting()).isZero();
        assertThat(stage.expectsNothing()).isTrue();
    }

    @Test
    void firesOnceIfTheStateOfTheAbsorbedComesBeforeTheRecord() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.merge("prf_a", "prf_s");
        stage.take(absorbing(scored("prf_s", 2, "0.83", ADA), "prf_a"));
        assertThat(stage.sent()).isEqualTo(CROSSED_ONCE);
        assertThat(stage.expectsNothing()).isTrue();
    }

    @Test
    void doesTheSameWithItsStateOnDisk(@TempDir Path folder) {
        stage.close();
        stage = Stage.onDisk(folder, SamplePipelines.upgradeLikelihood(First.FIRE));
        firesOnceIfTheRecordComesBeforeTheStateOfTheAbsorbed();
    }

    @Test
    void holdsTheRecordsAfterAMergeOfAPipelineThatOnlyFeedsIdentity() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.take(marker("prf_s", 2, "prf_a"));
        stage.take(scored("prf_s", 3, "0.83", ADA));
        stage.take(scored("prf_s", 4, "0.5", ADA));
        assertThat(stage.waiting()).isEqualTo(2);
        stage.merge("prf_a", "prf_s");
        assertThat(stage.sent())
                .startsWith(CROSSED_ONCE.toArray(String[]::new))
                .hasSize(4)
                .endsWith("identify 0.5 @usr_8472");
        assertThat(stage.dead()).isEmpty();
    }

    @Test
    void takesAMarkerAfterTheStateForNothingElse() {
        stage.merge("prf_a", "prf_s");
        stage.take(marker("prf_s", 2, "prf_a"));
        stage.take(scored("prf_s", 3, "0.1", ADA));
        assertThat(stage.sent()).containsExactly("identify 0.1 @usr_8472");
        assertThat(stage.expectsNothing()).isTrue();
        assertThat(stage.dead()).isEmpty();
    }

    @Test
    void handsOverOnceForEveryMergedProfileEvenWithNothingToHandOver() {
        stage.merge("prf_a", "prf_s");
        stage.merge("prf_a", "prf_s");
        assertThat(stage.handedOver().stream().flatMap(handover -> handover.done().stream()))
                .containsExactly("prf_a");
    }

    @Test
    void awaitsEveryProfileThatTheRecordAbsorbed() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.take(absorbing(scored("prf_s", 2, "0.83", ADA), "prf_b", "prf_a"));
        stage.merge("prf_b", "prf_s");
        assertThat(stage.waiting()).isEqualTo(1);
        stage.merge("prf_a", "prf_s");
        assertThat(stage.sent()).isEqualTo(CROSSED_ONCE);
    }

    @Test
    void letsTheRecordsOfTheAbsorbedGoFirst() {
        stage.take(scored("prf_a", 1, "0.82", SOURCE_ID));
        stage.take(absorbing(scored("prf_s", 3, "0.84", ADA), "prf_a"));
        stage.take(scored("prf_a", 2, "0.5", SOURCE_ID));
        stage.profile("prf_s", ADA);
        assertThat(stage.sent()).isEmpty();
        stage.merge("prf_a", "prf_s");
        assertThat(stage.sent())
                .containsExactly(
                        "identify 0.82 @usr_8472",
                        "upgrade_threshold_crossed 0.82 @usr_8472",
                        "identify 0.5 @usr_8472",
                        "identify 0.84 @usr_8472",
                        "upgrade_threshold_crossed 0.84 @usr_8472");
    }

    @Test
    void releasesNothingByAProfileUpdateWhileTheStateIsAwaited() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.take(absorbing(scored("prf_s", 2, "0.83", SOURCE_ID), "prf_a"));
        stage.profile("prf_s", ADA);
        assertThat(stage.waiting()).isEqualTo(1);
        stage.merge("prf_a", "prf_s");
        assertThat(stage.sent()).isEqualTo(CROSSED_ONCE);
    }

    @Test
    void goesOnWaitingForAnIdentifierIfNoneIsKnownInTheEnd() {
        stage.take(absorbing(scored("prf_s", 1, "0.2", SOURCE_ID), "prf_a"));
        stage.merge("prf_a", "prf_s");
        assertThat(stage.waiting()).isEqualTo(1);
        stage.profile("prf_s", ADA);
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_8472");
    }

    @Test
    void releasesCallsThatNameTheirUser() {
        stage.take(absorbing(
                row(
                        "sending",
                        1,
                        "prf_s",
                        1,
                        null,
                        List.of(json("{\"type\":\"track\",\"event\":\"crossed\",\"userId\":42}"))),
                "prf_a"));
        assertThat(stage.deliveries()).isEmpty();
        stage.merge("prf_a", "prf_s");
        assertThat(stage.deliveries()).hasSize(1);
    }

    @Test
    void followsAChainOfMergesWhileTheFirstIsAwaited() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.take(absorbing(scored("prf_s", 2, "0.83", ADA), "prf_a"));
        stage.take(absorbing(scored("prf_t", 3, "0.84", ADA), "prf_s"));
        stage.merge("prf_s", "prf_t");
        assertThat(stage.waiting()).isEqualTo(2);
        stage.merge("prf_a", "prf_s");
        assertThat(stage.sent())
                .startsWith(CROSSED_ONCE.toArray(String[]::new))
                .endsWith("identify 0.84 @usr_8472")
                .hasSize(4);
        assertThat(stage.expectsNothing()).isTrue();
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void followsAChainOfMergesWhoseRecordsAreLate() {
        stage.take(scored("prf_a", 1, "0.82", ADA));
        stage.merge("prf_a", "prf_s");
        stage.merge("prf_s", "prf_t");
        stage.take(absorbing(scored("prf_s", 2, "0.83", ADA), "prf_a"));
        stage.take(absorbing(scored("prf_t", 3, "0.84", ADA), "prf_s"));
        assertThat(stage.sent()).startsWith(CROSSED_ONCE.toArray(String[]::new)).hasSize(4);
        assertThat(stage.expectsNothing()).isTrue();
    }

    @Test
    void doesNotAwaitAgainWhatHadComeBeforeTheRecordMovedOn() {
        stage.take(absorbing(scored("prf_s", 1, "0.2", SOURCE_ID), "prf_a"));
        stage.merge("prf_a", "prf_s");
        stage.merge("prf_s", "prf_t");
        stage.profile("prf_t", ADA);
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_8472");
    }

    @Test
    void goesOnWithoutTheStateAfterTheDeadline() {
        stage.take(absorbing(scored("prf_s", 1, "0.82", ADA), "prf_a"));
        stage.take(scored("prf_s", 2, "0.83", ADA));
        stage.passes(Duration.ofSeconds(50));
        assertThat(stage.waiting()).isEqualTo(2);
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.sent()).isEqualTo(CROSSED_ONCE);
        assertThat(stage.expectsNothing()).isTrue();
        assertThat(stage.dead()).isEmpty();
    }

    @Test
    void keepsTheBoundOnRecordsOfOnePersonThatWait() {
        stage.take(absorbing(scored("prf_s", 1, "0.1", ADA), "prf_a"));
        for (int i = 2; i <= 6; i++) {
            stage.take(scored("prf_s", i, "0.1", ADA));
        }
        assertThat(stage.dead()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("waiting_overflow");
            assertThat(letter.reason())
                    .isEqualTo("more than 5 records of one person wait for what is known of another one that became"
                            + " part of it");
        });
        assertThat(stage.waiting()).isEqualTo(5);
    }

    @Test
    void staysWithThePartOfTheStateUntilItIsComplete() {
        stage.take(marker("prf_s", 1, "prf_a"));
        stage.handover(handover("prf_s", "prf_a", List.of()));
        stage.take(scored("prf_s", 3, "0.83", mail("ada@example.com")));
        assertThat(stage.waiting()).isEqualTo(1);
        stage.handover(handover("prf_s", "prf_a", List.of("prf_a")));
        assertThat(stage.waiting()).isZero();
    }

    private static TransformHandoverV1 handover(String to, String from, List<String> done) {
        return new TransformHandoverV1(to, from, List.of(), List.of(), List.of(), done);
    }
}
