package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Destinations.Merging;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code unresolved: { then: create }}: who has no address in time is created under the profile's own id. */
class CreatedTest {
    private static final IdentifierV1 SOURCE_ID = new IdentifierV1("databricks_customer_id", "cust_42");
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");

    private final Stage stage = Stage.inMemory(SamplePipelines.creating(SamplePipelines.upgradeLikelihood(First.FIRE)));

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void createsThePersonWhenTheWaitIsOverAndSendsEverybodyInLine() {
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        stage.passes(Duration.ofDays(2));
        stage.take(scored("prf_1", 2, "0.82", SOURCE_ID));
        assertThat(stage.sent()).isEmpty();
        stage.passes(Duration.ofDays(1));
        assertThat(stage.sent())
                .containsExactly(
                        "identify 0.1 @prf_1", "identify 0.82 @prf_1", "upgrade_threshold_crossed 0.82 @prf_1");
        assertThat(stage.dead()).isEmpty();
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void sendsWhatComesLaterToTheSamePersonAtOnce() {
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        stage.passes(Duration.ofDays(4));
        stage.deliveries();
        stage.take(scored("prf_1", 2, "0.2", SOURCE_ID));
        assertThat(stage.sent()).containsExactly("identify 0.2 @prf_1");
        stage.take(scored("prf_1", 3, "0.3", ADA));
        assertThat(stage.sent()).as("an address is better").containsExactly("identify 0.3 @usr_8472");
    }

    @Test
    void createsThePersonEarlyWhenTooManyRecordsWait() {
        IntStream.rangeClosed(1, 6).forEach(i -> stage.take(scored("prf_1", i, "0.1" + i, SOURCE_ID)));
        assertThat(stage.sent())
                .containsExactly(IntStream.rangeClosed(1, 6)
                        .mapToObj(i -> "identify 0.1" + i + " @prf_1")
                        .toArray(String[]::new));
        assertThat(stage.dead()).isEmpty();
    }

    @Test
    void becomesPartOfTheSurvivorAtTheDestination() {
        stage.on(new Merging.Send());
        stage.take(scored("prf_2", 1, "0.1", SOURCE_ID));
        stage.passes(Duration.ofDays(4));
        stage.take(scored("prf_1", 2, "0.2", ADA));
        stage.accepts();
        stage.merge("prf_2", "prf_1");
        stage.absorbs("prf_1", List.of("prf_2"), ADA, SOURCE_ID);
        stage.passes(Duration.ofMinutes(2));
        assertThat(stage.ends()).containsExactly("MERGE usr_8472 <- prf_2");
    }

    @Test
    void goesWhenThePersonIsErased() {
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        stage.passes(Duration.ofDays(4));
        stage.profile("prf_1", SOURCE_ID);
        stage.erase("prf_1");
        assertThat(stage.deliveries())
                .extracting(DeliveryV1::kind)
                .containsExactly(DeliveryV1.Kind.IDENTIFY, DeliveryV1.Kind.DELETE);
    }
}
