package io.penstock.identity.core;

import static io.penstock.identity.core.Fold.decisions;
import static io.penstock.identity.core.Fold.id;
import static io.penstock.identity.core.Fold.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rejection;
import io.penstock.identity.core.rules.Rules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderTest {
    private final Fold fold = new Fold();

    @Test
    void aLinkJoinsWhatTheLimitsKeepApart() {
        String ann = fold.event(fold.see("customer_id:c1")).id();
        String other = fold.event(fold.see("customer_id:c2")).id();

        List<Output> outputs = fold.order(new Order.Link(id("customer_id: c2 "), id("customer_id:c1")));

        assertThat(outputs.getFirst()).isInstanceOfSatisfying(Output.MergedAway.class, merged -> {
            assertThat(merged.absorbed().id()).isEqualTo(other);
            assertThat(merged.survivorId()).isEqualTo(ann);
        });
        assertThat(outputs.get(1)).isEqualTo(new Output.Identifiers(fold.of("customer_id:c2"), "acme:2:0"));
        assertThat(fold.of("customer_id:c2").identifiers().getLast().evidence())
                .containsExactly(new Evidence(id("customer_id:c1"), 2, Evidence.Kind.ORDERED));
        assertThat(fold.store().alias(Fold.WORKSPACE, other)).contains(ann);
        assertThat(decisions(outputs).getFirst().kind()).isEqualTo(Decision.Kind.MERGE);
    }

    @Test
    void anUnlinkedIdentifierStaysApartAndTheRestComesApartWhereOnlyItHeldItTogether() {
        fold.see("customer_id:c", "email:a@x.example");
        fold.see("email:a@x.example", "device_id:d1", "anonymous_id:a1");
        fold.see("email:a@x.example", "device_id:d2");
        String before = fold.of("customer_id:c").id();

        List<Output> outputs = fold.order(new Order.Unlink(id("email:A@x.example")));

        assertThat(fold.partition())
                .isEqualTo(Set.of(
                        Set.of(id("customer_id:c")),
                        Set.of(id("email:a@x.example")),
                        Set.of(id("device_id:d1"), id("anonymous_id:a1")),
                        Set.of(id("device_id:d2"))));
        assertThat(fold.of("customer_id:c").id()).isEqualTo(before);
        assertThat(outputs).contains(new Output.EpochRaised(1));
        assertThat(decisions(outputs).getFirst().after()).hasSize(4).first().isEqualTo(new Decision.After(before, 1));
        assertThat(outputs.getFirst())
                .isInstanceOfSatisfying(
                        Output.SplitOff.class,
                        split -> assertThat(split.rest().id()).isEqualTo(before));

        List<Output> again = fold.see("customer_id:c", "email:a@x.example");
        assertThat(decisions(again).getFirst().rejected())
                .containsExactly(new Rejection(id("email:a@x.example"), "cannot link"));
        assertThat(fold.of("customer_id:c").identifiers()).hasSize(1);
    }

    @Test
    void whatWasAProfileOfItsOwnGetsItsIdBack() {
        fold.see("customer_id:c");
        String absorbed =
                fold.event(fold.see("email:a@x.example", "device_id:d")).id();
        fold.see("customer_id:c", "email:a@x.example");

        fold.order(new Order.Split(ids("email:a@x.example", "device_id:d")));

        assertThat(fold.of("email:a@x.example").id()).isEqualTo(absorbed);
        assertThat(Fold.identifiers(fold.of("device_id:d")))
                .isEqualTo(Set.copyOf(ids("email:a@x.example", "device_id:d")));
        assertThat(fold.store().aliases(Fold.WORKSPACE)).isEmpty();
        assertThat(fold.of("customer_id:c").absorbed()).isEmpty();
    }

    @Test
    void aFounderThatLeavesStartsItsNextIncarnation() {
        String id = fold.event(fold.see("customer_id:c", "email:a@x.example")).id();

        fold.order(new Order.Unlink(id("customer_id:c")));

        assertThat(fold.of("email:a@x.example").id()).isEqualTo(id);
        assertThat(fold.of("customer_id:c").id()).isEqualTo(Fold.IDS.of(Fold.WORKSPACE, id("customer_id:c"), 1));
    }

    @Test
    void twoThatCannotBeLinkedPartWithWhatIsCloserToThem() {
        fold.see("customer_id:c", "device_id:d1");
        fold.see("customer_id:c", "email:a@x.example");
        fold.see("email:a@x.example", "device_id:d2");

        fold.order(new Order.CannotLink(id("customer_id:c"), id("email:a@x.example")));

        assertThat(fold.partition())
                .isEqualTo(Set.of(
                        Set.copyOf(ids("customer_id:c", "device_id:d1")),
                        Set.copyOf(ids("email:a@x.example", "device_id:d2"))));
        fold.see("device_id:d1", "device_id:d2");
        fold.see("customer_id:c", "device_id:d2");
        assertThat(fold.partition()).hasSize(2);
        assertThat(Explanation.of(fold.store(), Fold.WORKSPACE, id("customer_id:c"), id("email:a@x.example")))
                .isInstanceOfSatisfying(
                        Explanation.Apart.class,
                        apart -> assertThat(apart.byOrder()).isTrue());

        fold.order(new Order.Link(id("customer_id:c"), id("email:a@x.example")));
        assertThat(fold.partition()).hasSize(1);
    }

    @Test
    void aBlockedValueIsTakenBackAsIfItHadNeverBeenSeen() {
        for (int person = 1; person <= 5; person++) {
            fold.see("email:test@test.example", "device_id:d" + person, "anonymous_id:a" + person);
        }
        assertThat(fold.partition()).hasSize(1);

        List<Output> outputs = fold.order(new Order.Block(id("email:test@test.example")));

        assertThat(fold.partition())
                .hasSize(5)
                .allSatisfy(group -> assertThat(group).hasSize(2));
        assertThat(decisions(outputs).getFirst().after()).hasSize(5);
        assertThat(fold.see("email:test@test.example").getFirst()).isInstanceOf(Output.Unidentified.class);
        assertThat(decisions(fold.see("device_id:d1", "email:test@test.example")))
                .isEmpty();
    }

    @Test
    void aProfileOfWhichNothingIsLeftIsNobodysButNotForgotten() {
        fold.see("email:test@test.example");
        String absorbed = fold.event(fold.see("email:a@a.example")).id();
        fold.see("email:test@test.example", "email:a@a.example");
        fold.order(new Order.Block(id("email:a@a.example")));
        Profile before = fold.of("email:test@test.example");

        List<Output> outputs = fold.order(new Order.Block(id("email:test@test.example")));

        assertThat(before.absorbed()).containsExactly(absorbed);
        assertThat(outputs.getFirst()).isEqualTo(new Output.Identifiers(before.changed(List.of()), "acme:4:0"));
        assertThat(outputs).noneMatch(Output.Erased.class::isInstance);
        assertThat(decisions(outputs).getFirst().after()).isEmpty();
        assertThat(fold.profiles()).isEmpty();
        assertThat(fold.store().aliases(Fold.WORKSPACE)).isEmpty();
    }

    @Test
    void anErasedPersonIsNowhereAndEveryIdThePersonHadIsNamed() {
        fold.see("customer_id:c");
        fold.see("email:ann@x.example", "device_id:d");
        fold.see("customer_id:c", "email:ann@x.example");
        fold.see("customer_id:bob");
        fold.order(new Order.CannotLink(id("customer_id:bob"), id("email:ann@x.example")));
        Profile ann = fold.of("customer_id:c");

        List<Output> outputs = fold.order(new Order.Erase(id("device_id:d")));

        assertThat(outputs.subList(0, 2))
                .containsExactly(
                        new Output.Erased(ann.id(), "acme:5:0"),
                        new Output.Erased(ann.absorbed().getFirst(), "acme:5:0"));
        assertThat(fold.store().toString()).doesNotContain("ann@x.example", "value=d]", "value=c]", ann.id());
        assertThat(outputs.toString()).doesNotContain("ann@x.example");
    }

    @Test
    void anErasedIdentifierIsRefusedOrStartsAnewAsTheRulesSay() {
        String id = fold.event(fold.see("email:ann@x.example")).id();
        fold.order(new Order.Erase(id("email:ann@x.example")));

        fold.configure(1, rules(AfterErase.REFUSE));
        List<Output> refused = fold.see("email:ann@x.example", "device_id:d");
        assertThat(Fold.identifiers(fold.event(refused))).isEqualTo(Set.of(id("device_id:d")));
        assertThat(refused.toString()).doesNotContain("ann@x.example");

        fold.configure(2, rules(AfterErase.FRESH));
        String fresh = fold.event(fold.see("email:ann@x.example")).id();
        assertThat(fresh).isNotEqualTo(id);
    }

    @Test
    void theSameCommandTwiceIsOne() {
        fold.see("customer_id:c", "email:a@x.example");
        fold.order("once", new Order.Unlink(id("email:a@x.example")));
        fold.order(new Order.Link(id("customer_id:c"), id("email:a@x.example")));

        assertThat(fold.order("once", new Order.Unlink(id("email:a@x.example"))))
                .isEmpty();
        assertThat(fold.partition()).hasSize(1);
    }

    @Test
    void whatCannotBeDoneIsAnsweredAndChangesNothing() {
        fold.see("customer_id:c", "email:a@x.example");
        Identifier known = id("customer_id:c");
        Identifier unknown = id("customer_id:nobody");

        for (Order order : List.of(
                new Order.Link(known, unknown),
                new Order.Link(known, known),
                new Order.CannotLink(unknown, known),
                new Order.CannotLink(known, known),
                new Order.Unlink(unknown),
                new Order.Split(List.of(known, unknown)),
                new Order.Split(List.of()),
                new Order.Split(ids("customer_id:c", "email:a@x.example")),
                new Order.Erase(unknown),
                new Order.Link(known, id("shoe_size:44")))) {
            assertThat(fold.order(order)).singleElement().isInstanceOfSatisfying(Output.Decided.class, decided -> {
                assertThat(decided.decision().kind()).isEqualTo(Decision.Kind.REJECT);
                assertThat(decided.decision().rule()).isNotBlank();
            });
        }
        assertThat(fold.partition()).hasSize(1);
        assertThat(fold.of("customer_id:c").epoch()).isEqualTo(1);
    }

    @Test
    void explainsByTheShortestPathOfEvidence() {
        fold.see("customer_id:c", "email:a@x.example");
        fold.see("email:a@x.example", "device_id:d");
        fold.see("device_id:d", "anonymous_id:a");

        Explanation explanation =
                Explanation.of(fold.store(), Fold.WORKSPACE, id("customer_id:c"), id("anonymous_id:a"));

        assertThat(explanation).isInstanceOfSatisfying(Explanation.Together.class, together -> {
            assertThat(together.profileId()).isEqualTo(fold.of("customer_id:c").id());
            assertThat(together.steps())
                    .extracting(Explanation.Step::decisionId)
                    .containsExactly("acme:0:0", "acme:1:0", "acme:2:0");
            assertThat(together.steps().getLast().to()).isEqualTo(id("anonymous_id:a"));
        });
        assertThat(Explanation.of(fold.store(), Fold.WORKSPACE, id("customer_id:c"), id("phone:+1")))
                .isInstanceOf(Explanation.Unknown.class);
    }

    private static Rules rules(AfterErase afterErase) {
        return Rules.of(Rules.defaults().types(), Map.of(), Limits.DEFAULT, afterErase);
    }
}
