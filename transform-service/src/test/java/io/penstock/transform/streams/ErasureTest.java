package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.json;
import static io.penstock.transform.streams.Incoming.mail;
import static io.penstock.transform.streams.Incoming.row;
import static io.penstock.transform.streams.Incoming.scored;
import static io.penstock.transform.streams.Stage.PIPELINE;
import static io.penstock.transform.streams.Stage.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.DeliveryId;
import io.penstock.transform.core.Destinations.Erasing;
import io.penstock.transform.core.Destinations.Merging;
import io.penstock.transform.core.Identifier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a person is erased. */
class ErasureTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 OLD = mail("ada@old.example");
    private static final IdentifierV1 SOURCE_ID = new IdentifierV1("databricks_customer_id", "cust_42");

    private final Stage stage =
            Stage.inMemory(SamplePipelines.upgradeLikelihood(First.FIRE), SamplePipelines.sending());

    @AfterEach
    void close() {
        stage.close();
    }

    private void exists(String profileId, IdentifierV1... identifiers) {
        stage.profile(profileId, identifiers);
        stage.take(scored(profileId, 1, "0.9", identifiers));
        stage.accepts();
    }

    @Test
    void deletesThePersonOnItsKeyAndForgetsEverythingButTheFact() {
        exists("prf_1", ADA);
        stage.erase("prf_1");
        assertThat(stage.deliveryRecords()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("prf_1");
            assertThat(record.value().kind()).isEqualTo(DeliveryV1.Kind.DELETE);
            assertThat(record.value().address()).isEqualTo(ADA);
            assertThat(record.value().identifiers()).isEmpty();
            assertThat(record.value().deliveryId())
                    .isEqualTo(DeliveryId.ofErasure(
                            "customerio-prod",
                            "prf_1",
                            new Identifier("customerio_id", "usr_8472"),
                            START.plusSeconds(900)));
        });
        assertThat(stage.filled()).containsExactly(StateStores.STANDINGS);
        stage.erase("prf_1");
        assertThat(stage.ends()).isEmpty();
    }

    @Test
    void countsTheRecordsThatWaitedAndGoWithThePerson() {
        stage.profile("prf_1", SOURCE_ID);
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        stage.take(scored("prf_1", 2, "0.2", SOURCE_ID));
        assertThat(stage.ignored()).isEmpty();
        stage.erase("prf_1");
        assertThat(stage.waiting()).isZero();
        assertThat(stage.ignored()).containsExactly(PIPELINE + " ERASED", PIPELINE + " ERASED");
    }

    @Test
    void suppressesOrKeepsThePersonIfTheDestinationSaysSo() {
        exists("prf_1", ADA);
        exists("prf_2", OLD);
        stage.on(Erasing.SUPPRESS);
        stage.erase("prf_1");
        stage.on(Erasing.KEEP);
        stage.erase("prf_2");
        assertThat(stage.ends()).containsExactly("SUPPRESS usr_8472");
    }

    @Test
    void deletesAPersonWhoseFirstCallIsStillUnderWay() {
        stage.profile("prf_1", ADA);
        stage.take(scored("prf_1", 1, "0.1", ADA));
        stage.erase("prf_1");
        assertThat(stage.deliveries())
                .extracting(DeliveryV1::kind)
                .containsExactly(DeliveryV1.Kind.IDENTIFY, DeliveryV1.Kind.DELETE);
    }

    @Test
    void sendsNothingForAPersonWhoWasNeverThere() {
        stage.profile("prf_1", SOURCE_ID);
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        stage.erase("prf_1");
        stage.passes(Duration.ofDays(4));
        assertThat(stage.ends()).isEmpty();
        assertThat(stage.dead()).isEmpty();
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void sendsNothingForARedirectThatIsWithdrawn() {
        exists("prf_s", ADA);
        exists("prf_a", OLD);
        stage.merge("prf_a", "prf_s");
        stage.absorbs("prf_s", List.of("prf_a"), ADA, OLD);
        stage.erase("prf_a");
        assertThat(stage.ends()).isEmpty();
        stage.take(scored("prf_a", 2, "0.2", OLD));
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_8472");
    }

    @Test
    void deletesWhatTheAbsorbedOnesLeftThereToo() {
        stage.on(new Merging.Hold(Duration.ofDays(1)));
        exists("prf_s", ADA);
        exists("prf_a", OLD);
        stage.merge("prf_a", "prf_s");
        stage.absorbs("prf_s", List.of("prf_a"), ADA, OLD);
        stage.erase("prf_s");
        stage.erase("prf_a");
        assertThat(stage.ends()).containsExactlyInAnyOrder("DELETE usr_8472", "DELETE ada@old.example");
        stage.passes(Duration.ofDays(2));
        assertThat(stage.ends()).isEmpty();
        assertThat(stage.filled()).containsExactly(StateStores.STANDINGS);
    }

    @Test
    void leavesAnAddressAloneThatThePersonNoLongerHas() {
        exists("prf_1", OLD);
        exists("prf_1", ADA, OLD);
        stage.profile("prf_1", ADA);
        stage.erase("prf_1");
        assertThat(stage.ends()).containsExactly("DELETE usr_8472");
    }

    @Test
    void leavesSomebodyAloneWhomAScriptAddressedByItself() {
        stage.take(row(
                "sending",
                1,
                "prf_1",
                1,
                null,
                List.of(json("{\"type\":\"identify\",\"userId\":\"account_manager\",\"traits\":{\"a\":1}}")),
                ADA));
        assertThat(stage.accepts()).hasSize(1);
        stage.erase("prf_1");
        assertThat(stage.ends()).isEmpty();
    }

    @Test
    void sendsNothingMoreOfWhatWasOnItsWay() {
        exists("prf_1", ADA);
        stage.erase("prf_1");
        stage.ends();
        stage.take(scored("prf_1", 2, "0.2", ADA));
        stage.handover(new TransformHandoverV1(
                "prf_1",
                "prf_0",
                List.of(),
                List.of(new TransformHandoverV1.Waiting(scored("prf_0", 2, "0.3", ADA), START)),
                List.of(),
                List.of("prf_0")));
        assertThat(stage.deliveries()).isEmpty();
        assertThat(stage.filled()).containsExactly(StateStores.STANDINGS);
    }

    @Test
    void deletesAnAbsorbedOneWhoseAddressComesAfterTheErasure() {
        exists("prf_s", ADA);
        exists("prf_a", OLD);
        stage.erase("prf_s");
        stage.merge("prf_a", "prf_s");
        assertThat(stage.ends()).containsExactlyInAnyOrder("DELETE usr_8472", "DELETE ada@old.example");
        assertThat(stage.filled()).containsExactly(StateStores.STANDINGS);
    }

    @Test
    void hearsNoAnswerForAPersonWhoIsErased() {
        exists("prf_s", ADA);
        stage.erase("prf_s");
        stage.ends();
        stage.answer("prf_s", "01KAPKJ3S0Z3N6F1GH8C5Y2AKQ", TransformMergeV1.Word.RELEASE);
        assertThat(stage.ends()).isEmpty();
    }
}
