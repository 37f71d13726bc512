package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Condition;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Leniency;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.ValueExpression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects, relations and deletes through the topology: what is remembered, for whom, and for how long. */
class ThingsTopologyTest {
    private static final IdentifierV1 ADA = new IdentifierV1("email", "ada@example.com");
    private static final String MEMBERS = "members";
    private static final String COMPANIES = "companies";

    private final Stage stage = Stage.inMemory(members(), companies());

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aRelationIsADeliveryOfItsOwnWithAStableId() {
        ShapedV1 row = row("prf_a", 1, "[\"acme\",\"globex\"]");
        stage.take(row);
        List<DeliveryV1> first = stage.deliveries();

        assertThat(first)
                .extracting(DeliveryV1::kind, DeliveryV1::object, DeliveryV1::address, DeliveryV1::emit)
                .containsExactly(
                        tuple(DeliveryV1.Kind.RELATE, new ObjectRefV1("1", "acme"), ADA, "member"),
                        tuple(DeliveryV1.Kind.RELATE, new ObjectRefV1("1", "globex"), ADA, "member"));
        assertThat(first).extracting(DeliveryV1::deliveryId).doesNotHaveDuplicates();

        stage.take(row);
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void aRowThatIsGoneEndsItsRelations() {
        stage.take(row("prf_a", 1, "[\"acme\"]"));
        stage.deliveries();

        stage.take(gone("prf_a", 2));

        assertThat(kinds()).containsExactly("UNRELATE acme", "DELETE");
    }

    @Test
    void aDeletedPersonWhoComesBackIsRelatedAnew() {
        stage.take(row("prf_a", 1, "[\"acme\"]"));
        stage.take(gone("prf_a", 2));
        stage.deliveries();

        stage.take(row("prf_a", 3, "[\"acme\"]"));

        assertThat(kinds()).containsExactly("RELATE acme");
    }

    @Test
    void theSurvivorOfAMergeTakesOverWhatTheAbsorbedOneBelongedTo() {
        stage.take(row("prf_a", 1, "[\"acme\",\"globex\"]"));
        stage.merge("prf_a", "prf_s");
        stage.take(Incoming.absorbing(row("prf_s", 2, "[\"acme\"]"), "prf_a"));

        assertThat(kinds()).containsExactly("RELATE acme", "RELATE globex", "UNRELATE globex", "RELATE acme");
        assertThat(stage.expectsNothing()).isTrue();
    }

    @Test
    void aRelationThatTheDestinationRefusedIsSaidAgainWithTheNextRow() {
        stage.take(row("prf_a", 1, "[\"acme\",\"globex\"]"));
        stage.ended(stage.deliveries().getFirst(), OutcomeV1.Status.REJECTED);

        stage.take(row("prf_a", 2, "[\"acme\",\"globex\"]"));

        assertThat(kinds()).containsExactly("RELATE acme");
    }

    @Test
    void anObjectWithoutAPersonNeedsNoAddress() {
        stage.take(company("prf_c", 1, "\"acme\""));

        assertThat(stage.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.kind()).isEqualTo(DeliveryV1.Kind.OBJECT);
            assertThat(delivery.address()).isNull();
            assertThat(delivery.object()).isEqualTo(new ObjectRefV1("1", "acme"));
        });
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void aCallThatDoesNotFitIsADeadLetterThatNamesTheColumn() {
        stage.take(company("prf_c", 1, "\"" + "x".repeat(200) + "\""));

        assertThat(stage.deliveries()).isEmpty();
        assertThat(stage.dead())
                .singleElement()
                .extracting(DeadLetterV1::code, DeadLetterV1::reason)
                .containsExactly("unfit", "company: the object's id (from id): expected at most 150 bytes, found 200");
    }

    @Test
    void anAddressThatIsTooLongIsTheRowsFault() {
        stage.take(Incoming.row(
                MEMBERS,
                1,
                "prf_a",
                1,
                json("{\"companies\":[\"acme\"]}"),
                null,
                new IdentifierV1("email", "x".repeat(151))));

        assertThat(stage.dead()).extracting(DeadLetterV1::code).containsExactly("unfit");
    }

    private List<String> kinds() {
        return stage.deliveries().stream()
                .map(delivery -> delivery.kind()
                        + (delivery.object() == null
                                ? ""
                                : " " + delivery.object().id()))
                .toList();
    }

    private static Pipeline members() {
        return new Pipeline(
                MEMBERS,
                1,
                Optional.empty(),
                List.of(
                        new Emit.Relationship(
                                "member",
                                Emit.Relationship.Action.SET,
                                "1",
                                ValueExpression.parse("companies"),
                                List.of()),
                        new Emit.If(new Condition.RowDeleted(), new Emit.DeletePerson("delete"))),
                List.of("email"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"),
                List.of("id"),
                new Leniency(Set.of(), Set.of()),
                Pipeline.Unaddressed.DEAD_LETTER,
                Pipeline.LedgerUse.ON);
    }

    private static Pipeline companies() {
        return SamplePipelines.emitting(
                COMPANIES,
                1,
                List.of(),
                new Emit.Thing("company", "1", ValueExpression.parse("id"), List.of(), List.of(), Optional.empty()));
    }

    private static ShapedV1 row(String profileId, long seconds, String companies) {
        return Incoming.row(MEMBERS, 1, profileId, seconds, json("{\"companies\":" + companies + "}"), null, ADA);
    }

    private static ShapedV1 company(String profileId, long seconds, String id) {
        return Incoming.row(
                COMPANIES,
                1,
                profileId,
                seconds,
                json("{\"id\":" + id + "}"),
                null,
                new IdentifierV1("company_id", "acme"));
    }

    private static ShapedV1 gone(String profileId, long seconds) {
        return Incoming.after(
                Operation.DELETE,
                Incoming.row(MEMBERS, 1, profileId, seconds, json("{\"id\":\"cust_42\"}"), null, ADA));
    }
}
