package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.json;
import static io.penstock.transform.streams.Incoming.mail;
import static io.penstock.transform.streams.Incoming.row;
import static io.penstock.transform.streams.Incoming.scored;
import static io.penstock.transform.streams.SamplePipelines.binding;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.OutcomeV1.Status;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said, and what is left unsaid because the destination knows it. */
class LedgerTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 OLD = new IdentifierV1("customerio_id", "usr_1");

    private final Stage stage = Stage.inMemory(
            SamplePipelines.upgradeLikelihood(First.FIRE),
            otherwise(),
            contacts(),
            SamplePipelines.tracking("visits", "visited", "score"));

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void saysOnlyWhatChanged() {
        stage.take(scored("prf_1", 1, "0.1", ADA));
        assertThat(said()).containsExactly("{\"upgrade_likelihood_score\":0.1,\"account_tier\":\"free\"}");
        stage.take(scored("prf_1", 2, "0.2", ADA));
        assertThat(said()).containsExactly("{\"upgrade_likelihood_score\":0.2}");
        stage.take(scored("prf_1", 3, "0.2", ADA));
        assertThat(said()).isEmpty();
    }

    @Test
    void countsWhatIsOnItsWayAsKnown() {
        stage.take(scored("prf_1", 1, "0.1", ADA));
        stage.take(scored("prf_1", 2, "0.1", ADA));
        assertThat(stage.deliveries()).hasSize(1);
    }

    @Test
    void saysAgainWhatCameToNothing() {
        for (Status status : List.of(Status.REJECTED, Status.GIVEN_UP)) {
            stage.take(scored("prf_" + status, 1, "0.1", ADA));
            stage.accepts();
            stage.take(scored("prf_" + status, 2, "0.2", ADA));
            stage.deliveries().forEach(call -> stage.ended(call, status));
            stage.take(scored("prf_" + status, 3, "0.1", ADA));
            assertThat(said()).as("%s, the value before", status).containsExactly("{\"upgrade_likelihood_score\":0.1}");
        }
    }

    @Test
    void saysAgainWhatWasAcceptedAndSeenNotToBeThere() {
        stage.take(scored("prf_1", 1, "0.1", ADA));
        DeliveryV1 first = stage.accepts().getFirst();
        stage.ended(first, Status.ACCEPTED, OutcomeV1.APPLIED);
        stage.take(scored("prf_1", 2, "0.2", ADA));
        DeliveryV1 second = stage.accepts().getFirst();
        stage.ended(first, Status.ACCEPTED, OutcomeV1.APPLIED);
        stage.take(scored("prf_1", 3, "0.2", ADA));
        assertThat(said()).as("what was applied is no news").isEmpty();
        stage.ended(second, Status.ACCEPTED, OutcomeV1.NOT_APPLIED);
        stage.take(scored("prf_1", 4, "0.2", ADA));
        assertThat(said()).containsExactly("{\"upgrade_likelihood_score\":0.2}");
    }

    @Test
    void saysTheSameRowAgainIfItCameToNothing() {
        ShapedV1 row = scored("prf_1", 1, "0.1", ADA);
        stage.take(row);
        List<DeliveryV1> first = stage.deliveries();
        first.forEach(call -> stage.ended(call, Status.GIVEN_UP));
        stage.take(row);
        assertThat(stage.deliveries()).isEqualTo(first);
    }

    @Test
    void takesACallWithoutAnEndForLostAfterSomeTime() {
        stage.take(scored("prf_1", 1, "0.1", ADA));
        stage.deliveries();
        stage.passes(Duration.ofDays(8));
        stage.take(scored("prf_1", 2, "0.1", ADA));
        assertThat(said()).containsExactly("{\"upgrade_likelihood_score\":0.1,\"account_tier\":\"free\"}");
    }

    @Test
    void believesNothingAfterACallItDidNotKnowWasAccepted() {
        stage.take(scored("prf_1", 1, "0.1", ADA));
        DeliveryV1 call = stage.accepts().getFirst();
        stage.ended(call, Status.ACCEPTED);
        stage.take(scored("prf_1", 2, "0.1", ADA));
        assertThat(said()).as("a repeated outcome is no news").isEmpty();
        stage.ended(renamed(call, "01ANOTHER"), Status.ACCEPTED);
        stage.take(scored("prf_1", 3, "0.1", ADA));
        assertThat(said()).hasSize(1);
    }

    @Test
    void beginsAnewUnderAnotherAddress() {
        stage.take(scored("prf_1", 1, "0.1", mail("ada@example.com")));
        stage.accepts();
        stage.take(scored("prf_1", 2, "0.1", ADA, mail("ada@example.com")));
        assertThat(stage.deliveries()).singleElement().satisfies(call -> {
            assertThat(call.address()).isEqualTo(ADA);
            assertThat(call.body()).hasSize(2);
        });
    }

    @Test
    void saysEverythingAgainToAnAddressThatCameBackBecauseSomebodyElseHadIt() {
        IdentifierV1 own = mail("ada@example.com");
        stage.profile("prf_1", own, ADA);
        stage.take(scored("prf_1", 1, "0.1", own));
        stage.accepts();
        stage.profile("prf_1", own);
        stage.take(scored("prf_2", 2, "0.5", ADA));
        stage.accepts();
        stage.profile("prf_1", own, ADA);
        stage.take(scored("prf_1", 3, "0.1", own));
        assertThat(said()).containsExactly("{\"upgrade_likelihood_score\":0.1,\"account_tier\":\"free\"}");
    }

    @Test
    void removesAnAttributeOnce() {
        stage.take(contact(1, "{\"city\":\"Bonn\"}"));
        stage.take(contact(2, "{\"city\":\"Bonn\"}"));
        assertThat(stage.deliveries())
                .singleElement()
                .satisfies(call -> assertThat(call.unset()).containsExactly("town"));
    }

    @Test
    void saysEverythingAgainWithANewEmailBecauseTheDestinationMayJoinPeopleByIt() {
        stage.take(contact(1, "{\"city\":\"Bonn\",\"email\":\"a@example.com\"}"));
        stage.accepts();
        stage.take(contact(2, "{\"city\":\"Bonn\",\"email\":\"b@example.com\"}"));
        assertThat(said()).containsExactly("{\"city\":\"Bonn\",\"email\":\"b@example.com\"}");
    }

    @Test
    void lastWordWinsHoweverRowsArrive() {
        ShapedV1 a = stamped("row-a", 5, "Bonn");
        ShapedV1 b = stamped("row-b", 5, "Rome");
        stage.take(b);
        stage.take(a);
        assertThat(said()).containsExactly("{\"city\":\"Rome\"}");
        stage.take(stamped("row-c", 4, "Oslo"));
        assertThat(said()).isEmpty();
    }

    @Test
    void takesTheWordOfANewerPipelineOnTheSameRow() {
        ShapedV1 row = scored("prf_1", 1, "0.82", ADA);
        stage.take(row);
        stage.accepts();
        ShapedV1 again = row(Stage.PIPELINE, 4, "prf_1", 1, row.values(), null, ADA);
        stage.take(again);
        assertThat(said()).containsExactly("{\"account_tier\":0.82}");
        stage.take(row);
        stage.take(again);
        assertThat(said()).as("whichever comes last").isEmpty();
    }

    @Test
    void movesWithAMergeAsFarAsItIsAcknowledged() {
        stage.take(scored("prf_2", 1, "0.1", ADA));
        stage.accepts();
        stage.take(scored("prf_2", 2, "0.2", ADA));
        stage.deliveries();
        stage.merge("prf_2", "prf_1");
        stage.take(scored("prf_1", 3, "0.2", ADA));
        assertThat(said())
                .as("the tier was acknowledged, the second score was on its way")
                .containsExactly("{\"upgrade_likelihood_score\":0.2}");
        assertThat(stage.ledger("prf_2")).isEmpty();
    }

    @Test
    void keepsTheValuesOfTheAddressThatCallsGoTo() {
        stage.take(scored("prf_1", 1, "0.1", OLD));
        stage.take(scored("prf_2", 2, "0.2", ADA));
        stage.accepts();
        stage.merge("prf_2", "prf_1");
        stage.take(scored("prf_1", 3, "0.2", OLD));
        assertThat(said()).containsExactly("{\"upgrade_likelihood_score\":0.2}");
    }

    @Test
    void goesWithThePerson() {
        stage.take(scored("prf_1", 1, "0.1", ADA));
        stage.erase("prf_1");
        assertThat(stage.ledger("prf_1")).isEmpty();
    }

    @Test
    void makesOneEventOfARowHoweverOftenItComes() {
        ShapedV1 visit = row("visits", 1, "prf_1", 1, json("{\"score\":1}"), null, mail("ada@example.com"));
        ShapedV1 next = row("visits", 1, "prf_1", 2, json("{\"score\":1}"), null, mail("ada@example.com"));
        List.of(visit, next, visit, next).forEach(stage::take);
        assertThat(stage.deliveries()).hasSize(2);
        stage.merge("prf_1", "prf_2");
        stage.take(row("visits", 1, "prf_2", 2, json("{\"score\":1}"), null, mail("ada@example.com")));
        assertThat(stage.deliveries()).as("its survivor remembers it").isEmpty();
    }

    @Test
    void makesTheEventOfARowAgainIfItCameToNothing() {
        ShapedV1 visit = row("visits", 1, "prf_1", 1, json("{\"score\":1}"), null, mail("ada@example.com"));
        stage.take(visit);
        List<DeliveryV1> first = stage.deliveries();
        first.forEach(call -> stage.ended(call, Status.REJECTED));
        stage.take(visit);
        assertThat(stage.deliveries()).isEqualTo(first);
    }

    @Test
    void makesNoCallOfAHistoryThatIsPlayedAgain() {
        List<ShapedV1> history = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String profile = "prf_" + i % 7;
            IdentifierV1 address = new IdentifierV1("customerio_id", "usr_" + i % 7);
            history.add(scored(profile, i / 2, "0." + i * 37 % 100, address));
            history.add(row("visits", 1, profile, i / 3, json("{\"score\":1}"), null, mail(profile + "@example.com")));
        }
        history.forEach(stage::take);
        List<DeliveryV1> first = stage.accepts();
        assertThat(first.stream().map(DeliveryV1::emit).distinct())
                .containsExactlyInAnyOrder("identify", "visited", "upgrade_threshold_crossed");
        history.forEach(stage::take);
        assertThat(stage.deliveries()).isEmpty();
    }

    private List<String> said() {
        return stage.accepts().stream()
                .filter(call -> call.kind() == DeliveryV1.Kind.IDENTIFY)
                .map(call -> call.body().toString())
                .toList();
    }

    /** A newer version that means something else by an attribute. */
    private static Pipeline otherwise() {
        return SamplePipelines.emitting(
                Stage.PIPELINE,
                4,
                List.of("customerio_id"),
                new Emit.Identify("identify", List.of(binding("account_tier", "score")), List.of()));
    }

    private static Pipeline contacts() {
        return SamplePipelines.emitting(
                "contacts",
                1,
                List.of("customerio_id"),
                new Emit.Identify(
                        "identify", List.of(binding("city", "city"), binding("email", "email")), List.of("town")));
    }

    private static ShapedV1 contact(long seconds, String values) {
        return row("contacts", 1, "prf_1", seconds, json(values), null, ADA);
    }

    private static ShapedV1 stamped(String rowKey, long seconds, String city) {
        return Incoming.ofRow(rowKey, contact(seconds, "{\"city\":\"" + city + "\"}"));
    }

    private static DeliveryV1 renamed(DeliveryV1 call, String id) {
        return new DeliveryV1(
                call.workspace(),
                id,
                call.kind(),
                call.pipeline(),
                call.configVersion(),
                call.emit(),
                call.destination(),
                call.profileId(),
                call.address(),
                call.secondary(),
                call.object(),
                call.identifiers(),
                call.event(),
                call.body(),
                call.unset(),
                call.asOf(),
                call.recordId(),
                call.rowKey(),
                call.position());
    }
}
