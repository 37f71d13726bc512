package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1.Status;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.schemas.TransformMergeV1.Known;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Destinations.Merging;
import io.penstock.transform.core.Pipeline;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 BOB = new IdentifierV1("customerio_id", "usr_2");
    private static final Pipeline SCORES = SamplePipelines.upgradeLikelihood(First.FIRE);

    private Stage stage = Stage.inMemory(SCORES);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void areOneEntryOfOneStore() {
        stage.take(scored("prf_1", 1, "0.9", ADA));
        assertThat(stage.filled()).containsExactly(StateStores.STANDINGS);
    }

    @Test
    void moveWhenAPersonIsAskedForOfWhomAVersionBeforeKeptThem() {
        stage.profile("prf_1", ADA);
        stage.take(scored("prf_1", 1, "0.9", ADA));
        DeliveryV1 last = stage.deliveries().getLast();
        stage.take(scored("prf_2", 1, "0.9", BOB));
        restartFromTheVersionBefore();
        assertThat(stage.filled())
                .containsExactly(StateStores.LEDGER, StateStores.PERSONS, StateStores.PRESENCE, StateStores.SIDES);

        stage.ended(last, Status.ACCEPTED);
        stage.take(scored("prf_1", 2, "0.95", ADA));

        assertThat(stage.sent()).as("has crossed, and its tier is known").containsExactly("identify 0.95 @usr_8472");
        assertThat(stage.standing("prf_1").presences().all()).hasSize(1);
        assertThat(stage.standing("prf_1").person().has(ADA)).isTrue();
        stage.take(scored("prf_2", 2, "0.9", BOB));
        assertThat(stage.sent()).isEmpty();
        assertThat(stage.filled()).containsExactly(StateStores.STANDINGS);
    }

    @Test
    void moveWithAMergeAlthoughAVersionBeforeKeptThem() {
        stage.take(scored("prf_1", 1, "0.9", ADA));
        stage.accepts();
        restartFromTheVersionBefore();
        stage.merge("prf_1", "prf_2");
        assertThat(stage.handedOver()).flatExtracting(came -> came.sides()).hasSize(1);
        assertThat(stage.filled()).doesNotContain(StateStores.SIDES, StateStores.PRESENCE, StateStores.LEDGER);
    }

    @Test
    void areNotWrittenForAStateOfAProfileThatSaysNothingNew() {
        stage.profile("prf_1", ADA);
        stage.profile("prf_1", ADA);
        assertThat(stage.standing("prf_1").person().version()).isEqualTo(1);
        stage.profile("prf_1", BOB);
        stage.profile("prf_1", 2, null, ADA);
        assertThat(stage.standing("prf_1").person().identifiers()).containsExactly(BOB);
        assertThat(stage.standing("prf_1").person().version()).isEqualTo(3);
    }

    @Test
    void keepWhatARecordHadChangedBeforeItFailed() {
        Route route = new Route("main", "customerio-prod", Stage.PIPELINE, 3);
        stage.on((Merging) null);
        stage.message(new TransformMergeV1(
                "prf_1",
                "prf_2",
                List.of(new Known(route, ADA, true)),
                List.of(new Merge("01A", route, "prf_2", List.of(), BOB, true, null, null, Stage.START, null)),
                List.of(),
                List.of(),
                List.of()));
        assertThat(stage.dead()).hasSize(1);
        assertThat(stage.standing("prf_1").presences().find("customerio-prod"))
                .hasValueSatisfying(presence -> assertThat(presence.exists(ADA)).isTrue());
    }

    private void restartFromTheVersionBefore() {
        Stage.Saved saved = stage.save();
        stage.close();
        stage = Stage.restored(FormerState.of(saved), SCORES);
    }
}
