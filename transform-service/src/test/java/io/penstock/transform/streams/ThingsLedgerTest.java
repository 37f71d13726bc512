package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.ofProfile;
import static io.penstock.transform.streams.SamplePipelines.binding;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.OutcomeV1.Status;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Condition;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.ValueExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of things, and what is left unsaid because the destination knows it. */
class ThingsLedgerTest {
    private static final String COMPANIES = "companies";
    private static final String MEMBERS = "members";

    private final Stage stage = Stage.inMemory(companies(), members());

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void saysOfACompanyOnlyWhatChanged() {
        stage.take(company("acme", 1, "pro"));
        assertThat(said()).containsExactly("OBJECT acme {\"name\":\"acme\",\"plan\":\"pro\"}");
        stage.take(company("acme", 2, "free"));
        assertThat(said()).containsExactly("OBJECT acme {\"plan\":\"free\"}");
        stage.take(company("acme", 3, "free"));
        assertThat(said()).isEmpty();
    }

    @Test
    void saysOfACompanyAgainWhatCameToNothing() {
        stage.take(company("acme", 1, "pro"));
        said();
        ShapedV1 row = company("acme", 2, "free");
        stage.take(row);
        stage.deliveries().forEach(call -> stage.ended(call, Status.REJECTED));
        stage.take(row);
        assertThat(said()).containsExactly("OBJECT acme {\"plan\":\"free\"}");
    }

    @Test
    void anOlderRowDoesNotOverwriteANewerOne() {
        stage.take(company("acme", 2, "pro"));
        said();
        stage.take(company("acme", 1, "free"));
        assertThat(said()).isEmpty();
    }

    @Test
    void oldRowsDoNotBringADeletedCompanyBackAndANewOneSaysEverything() {
        stage.take(company("acme", 1, "pro"));
        stage.take(gone(company("acme", 2, "pro")));
        assertThat(said()).last().isEqualTo("DELETE_OBJECT acme {}");
        stage.take(company("acme", 1, "pro"));
        stage.take(gone(company("acme", 2, "pro")));
        assertThat(said()).isEmpty();
        stage.take(company("acme", 3, "pro"));
        assertThat(said()).containsExactly("OBJECT acme {\"name\":\"acme\",\"plan\":\"pro\"}");
    }

    @Test
    void whatAPersonsRowSaysOfACompanyIsSaidWholeOncePerVersionBecauseOthersSayThingsOfItToo() {
        stage.take(member("ada", 1, "acme"));
        stage.take(member("bob", 1, "acme"));
        stage.take(member("ada", 1, "acme"));
        assertThat(objects()).containsExactly("OBJECT acme {\"tier\":\"gold\"}", "OBJECT acme {\"tier\":\"gold\"}");
        stage.take(member("ada", 2, "acme"));
        assertThat(objects()).containsExactly("OBJECT acme {\"tier\":\"gold\"}");
    }

    @Test
    void aPersonIsNotTheCompanyThatHappensToHaveItsId() {
        stage.take(numbered("prf_1", 1, "gold"));
        stage.take(numbered("prf_2", 2, "lead"));
        stage.take(numbered("prf_1", 3, "gold"));
        assertThat(objects())
                .containsExactly(
                        "OBJECT 1 {\"tier\":\"gold\"}", "OBJECT 1 {\"tier\":\"lead\"}", "OBJECT 1 {\"tier\":\"gold\"}");
    }

    private static ShapedV1 numbered(String profileId, int seconds, String tier) {
        return Incoming.row(
                MEMBERS,
                1,
                profileId,
                seconds,
                Incoming.json("{\"company\":\"1\",\"tier\":\"" + tier + "\"}"),
                null,
                Incoming.mail(profileId + "@example.com"),
                new IdentifierV1("user_id", profileId.substring("prf_".length())));
    }

    @Test
    void aRelationThatARowAddsIsSaidAgainIfItCameToNothing() {
        ShapedV1 row = member("ada", 1, "acme");
        stage.take(row);
        List<DeliveryV1> visits = visits();
        assertThat(visits).hasSize(1);
        stage.take(row);
        assertThat(visits()).isEmpty();
        stage.ended(visits.getFirst(), Status.REJECTED);
        stage.take(row);
        assertThat(visits()).isEqualTo(visits);
    }

    @Test
    void whatIsKnownOfACompanyMovesWithAMerge() {
        stage.take(company("acme", 1, "pro"));
        said();
        stage.merge("prf_acme", "prf_other");
        stage.take(ofProfile("prf_other", company("acme", 2, "pro")));
        assertThat(said()).isEmpty();
    }

    @Test
    void makesNoCallOfAHistoryOfCompaniesAndTheirPeopleThatIsPlayedAgain() {
        List<ShapedV1> history = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ShapedV1 company = company("company" + i % 5, i, "plan" + i * 37 % 4);
            history.add(i % 31 == 30 ? gone(company) : company);
            history.add(member("person" + i % 7, i, "company" + i * 11 % 5));
        }
        history.forEach(stage::take);
        assertThat(stage.accepts().stream().map(DeliveryV1::kind).distinct())
                .containsExactlyInAnyOrder(
                        DeliveryV1.Kind.OBJECT,
                        DeliveryV1.Kind.DELETE_OBJECT,
                        DeliveryV1.Kind.RELATE,
                        DeliveryV1.Kind.UNRELATE);
        history.forEach(stage::take);
        assertThat(stage.deliveries()).isEmpty();
    }

    private List<String> said() {
        return stage.accepts().stream()
                .map(call -> call.kind() + " " + call.object().id() + " " + call.body())
                .toList();
    }

    private List<DeliveryV1> visits() {
        return stage.deliveries().stream()
                .filter(call -> call.emit().equals("visited"))
                .toList();
    }

    private List<String> objects() {
        return said().stream().filter(call -> call.startsWith("OBJECT")).toList();
    }

    private static Pipeline companies() {
        return SamplePipelines.emitting(
                COMPANIES,
                1,
                List.of(),
                new Emit.Thing(
                        "company",
                        "1",
                        ValueExpression.parse("id"),
                        List.of(binding("name", "id"), binding("plan", "plan")),
                        List.of(),
                        Optional.empty()),
                new Emit.If(
                        new Condition.RowDeleted(), new Emit.DeleteThing("gone", "1", ValueExpression.parse("id"))));
    }

    /** A company and a relation of each row; and relations that are added beside others and never taken away. */
    private static Pipeline members() {
        return SamplePipelines.emitting(
                MEMBERS,
                1,
                List.of("email"),
                new Emit.Thing(
                        "employer",
                        "1",
                        ValueExpression.parse("company"),
                        List.of(binding("tier", "tier")),
                        List.of(),
                        Optional.of(List.of())),
                new Emit.Relationship(
                        "visited", Emit.Relationship.Action.ADD, "2", ValueExpression.parse("company"), List.of()));
    }

    private static ShapedV1 company(String id, long seconds, String plan) {
        return written(
                COMPANIES,
                id,
                seconds,
                "{\"id\":\"" + id + "\",\"plan\":\"" + plan + "\"}",
                new IdentifierV1("company_id", id));
    }

    private static ShapedV1 member(String name, long seconds, String company) {
        return written(
                MEMBERS,
                name,
                seconds,
                "{\"company\":\"" + company + "\",\"tier\":\"gold\"}",
                Incoming.mail(name + "@example.com"));
    }

    /** A row under this key, written and not deleted, of a profile named after the key. */
    private static ShapedV1 written(String pipeline, String key, long seconds, String values, IdentifierV1 identifier) {
        ShapedV1 row = Incoming.row(pipeline, 1, "prf_" + key, seconds, Incoming.json(values), null, identifier);
        return Incoming.after(Operation.UPSERT, Incoming.ofRow(key, row));
    }

    private static ShapedV1 gone(ShapedV1 row) {
        return Incoming.after(Operation.DELETE, row);
    }
}
