package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.scored;
import static io.penstock.transform.streams.SamplePipelines.binding;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Condition;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Crossing.Direction;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Crossings whose value has to stay beyond the level for ten minutes. */
class StaysTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 NEW = new IdentifierV1("customerio_id", "usr_9");

    private final Stage stage = Stage.inMemory(staying());

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void firesByTheClockIfNoRowSaysOtherwise() {
        stage.take(scored("prf_1", 1, "0.82", ADA));
        stage.passes(Duration.ofMinutes(9));
        assertThat(stage.deliveries()).isEmpty();
        stage.passes(Duration.ofMinutes(2));
        assertThat(stage.deliveries()).singleElement().satisfies(event -> {
            assertThat(event.asOf()).isEqualTo(Stage.START.plusSeconds(601));
            assertThat(event.recordId()).isEqualTo("upgrade-likelihood/cust_42/v1");
            assertThat(event.body().path("crossing_value").decimalValue()).isEqualTo("0.82");
        });
        stage.passes(Duration.ofHours(1));
        stage.take(scored("prf_1", 5000, "0.9", ADA));
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void isTheSameEventWhetherARowEndsTheStayOrTheClock() {
        stage.take(scored("prf_1", 1, "0.82", ADA));
        stage.passes(Duration.ofMinutes(11));
        List<DeliveryV1> byClock = stage.deliveries();
        try (Stage other = Stage.inMemory(staying())) {
            other.take(scored("prf_1", 1, "0.82", ADA));
            other.take(scored("prf_1", 700, "0.1", ADA));
            assertThat(other.deliveries()).isEqualTo(byClock);
            other.passes(Duration.ofHours(1));
            assertThat(other.deliveries()).isEmpty();
        }
    }

    @Test
    void firesNothingIfTheValueCameBackInTime() {
        stage.take(scored("prf_1", 1, "0.82", ADA));
        stage.take(scored("prf_1", 500, "0.65", ADA));
        stage.passes(Duration.ofHours(1));
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void goesToWhereThePersonIsByThen() {
        stage.take(scored("prf_2", 1, "0.82", ADA));
        stage.profile("prf_1", NEW);
        stage.merge("prf_2", "prf_1");
        stage.passes(Duration.ofMinutes(11));
        assertThat(stage.deliveries()).singleElement().satisfies(event -> {
            assertThat(event.profileId()).isEqualTo("prf_1");
            assertThat(event.identifiers()).contains(NEW, ADA);
        });
    }

    @Test
    void doesNotBeginUnderAnAddressThatTheDestinationCannotHave() {
        stage.take(scored("prf_1", 1, "0.82", new IdentifierV1("customerio_id", "x".repeat(151))));
        assertThat(stage.dead())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("at most 150 bytes, found 151"));
        stage.passes(Duration.ofMinutes(11));
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void goesWithAnErasedPerson() {
        stage.take(scored("prf_1", 1, "0.82", ADA));
        stage.erase("prf_1");
        stage.passes(Duration.ofMinutes(11));
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void isForgottenWithAPersonWhoWasDeletedAtTheDestination() {
        stage.take(scored("prf_1", 1, "0.82", ADA));
        stage.take(leaving("prf_1", 2));
        assertThat(stage.deliveries()).extracting(DeliveryV1::kind).containsExactly(DeliveryV1.Kind.DELETE);
        stage.passes(Duration.ofMinutes(11));
        assertThat(stage.deliveries()).isEmpty();

        stage.take(scored("prf_1", 5000, "0.9", ADA));
        stage.passes(Duration.ofMinutes(11));
        assertThat(stage.deliveries())
                .singleElement()
                .extracting(DeliveryV1::asOf)
                .isEqualTo(Stage.START.plusSeconds(5600));
    }

    private static ShapedV1 leaving(String profileId, long seconds) {
        return Incoming.after(Operation.DELETE, scored(profileId, seconds, "0.82", ADA));
    }

    private static Pipeline staying() {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                Direction.ABOVE,
                new BigDecimal("0.65"),
                Optional.empty(),
                First.FIRE,
                new Crossing.Pace(Duration.ofMinutes(10), Duration.ZERO),
                Optional.empty());
        return new Pipeline(
                Stage.PIPELINE,
                3,
                Optional.empty(),
                List.of(
                        new Emit.Track("crossed", "crossed", Optional.of(crossing), List.of(binding("score", "score"))),
                        new Emit.If(new Condition.RowDeleted(), new Emit.DeletePerson("left"))),
                List.of("customerio_id"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"));
    }
}
