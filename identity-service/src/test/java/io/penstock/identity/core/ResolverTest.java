package io.penstock.identity.core;

import static io.penstock.identity.core.Fold.decisions;
import static io.penstock.identity.core.Fold.id;
import static io.penstock.identity.core.Fold.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rejection;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final Fold fold = new Fold();

    @Test
    void foundsAProfileOnTheStrongestIdentifier() {
        List<Output> outputs = fold.see("device_id:d1", "email:Ann@X.example", "customer_id:c1");

        Profile profile = fold.event(outputs);
        assertThat(profile.id()).isEqualTo(Fold.IDS.of(Fold.WORKSPACE, id("customer_id:c1"), 0));
        assertThat(profile.identifiers())
                .extracting(Known::identifier)
                .containsExactly(id("customer_id:c1"), id("email:ann@x.example"), id("device_id:d1"));
        assertThat(profile.identifiers().get(1).raw()).isEqualTo("Ann@X.example");
        Decision decision = decisions(outputs).getFirst();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.CREATE);
        assertThat(decision.id()).isEqualTo("acme:0:0");
        assertThat(decision.rule()).isEqualTo("founded by customer_id");
        assertThat(decision.before()).isEmpty();
        assertThat(decision.profileId()).contains(profile.id());
    }

    @Test
    void addsWhatIsNewAndSaysByWhichTypeThePersonWasKnown() {
        fold.see("customer_id:c1", "email:ann@x.example");

        List<Output> outputs = fold.see("email:ann@x.example", "device_id:d1");

        Decision decision = decisions(outputs).getFirst();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.ADD);
        assertThat(decision.rule()).isEqualTo("known by email");
        assertThat(decision.before())
                .containsExactly(new Decision.Before(fold.event(outputs).id(), 2));
        assertThat(fold.of("device_id:d1").identifiers().getLast().evidence())
                .containsExactly(new Evidence(id("email:ann@x.example"), 1, Evidence.Kind.SEEN));
        assertThat(decision.after())
                .containsExactly(new Decision.After(fold.event(outputs).id(), 3));
    }

    @Test
    void mergesIntoTheOlderProfileAndNamesBoth() {
        String ann = fold.event(fold.see("customer_id:c1")).id();
        String anonymous =
                fold.event(fold.see("email:ann@x.example", "device_id:d1")).id();

        List<Output> outputs = fold.see("customer_id:c1", "email:ann@x.example");

        assertThat(outputs.getFirst()).isInstanceOfSatisfying(Output.MergedAway.class, merged -> {
            assertThat(merged.absorbed().id()).isEqualTo(anonymous);
            assertThat(merged.survivorId()).isEqualTo(ann);
        });
        assertThat(fold.event(outputs).id()).isEqualTo(ann);
        assertThat(fold.event(outputs).merges()).isEqualTo(1);
        Decision decision = decisions(outputs).getFirst();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.MERGE);
        assertThat(decision.rule()).isEqualTo("joined by customer_id, email");
        assertThat(decision.before()).containsExactly(new Decision.Before(ann, 1), new Decision.Before(anonymous, 2));
        assertThat(fold.store().alias(Fold.WORKSPACE, anonymous)).contains(ann);
        assertThat(fold.event(fold.see("device_id:d1")).id()).isEqualTo(ann);
    }

    @Test
    void namesWhatTheVeryRecordAbsorbedAndNothingThatWasAbsorbedBefore() {
        fold.see("customer_id:c1");
        String mail = fold.event(fold.see("email:ann@x.example")).id();
        String device = fold.event(fold.see("device_id:d1")).id();

        assertThat(absorbed(fold.see("customer_id:c1", "email:ann@x.example", "device_id:d1")))
                .containsExactly(mail, device);
        assertThat(absorbed(fold.see("customer_id:c1", "email:ann@x.example"))).isEmpty();
        assertThat(absorbed(fold.see("customer_id:c1", "phone:+431"))).isEmpty();
    }

    @Test
    void everyRedirectLeadsStraightToTheOldestProfile() {
        String a = fold.event(fold.see("customer_id:1")).id();
        String b = fold.event(fold.see("email:b@x.example")).id();
        String c = fold.event(fold.see("phone:+431")).id();
        fold.see("email:b@x.example", "phone:+431");
        fold.see("customer_id:1", "phone:+431");

        assertThat(fold.store().alias(Fold.WORKSPACE, c)).contains(a);
        assertThat(fold.store().alias(Fold.WORKSPACE, b)).contains(a);
        assertThat(fold.profiles()).singleElement().satisfies(profile -> {
            assertThat(profile.id()).isEqualTo(a);
            assertThat(profile.merges()).isEqualTo(2);
            assertThat(profile.absorbed()).containsExactly(b, c);
        });
    }

    @Test
    void aKnownSetOfIdentifiersOnlySaysWhoItIs() {
        fold.see("customer_id:c1", "device_id:d1");
        Fold seenOnce = new Fold();
        seenOnce.see("customer_id:c1", "device_id:d1");

        List<Output> outputs = fold.see("device_id:d1", "customer_id:c1");

        assertThat(outputs).singleElement().isInstanceOfSatisfying(Output.Event.class, event -> {
            assertThat(event.change()).isEmpty();
            assertThat(event.settled()).isTrue();
            assertThat(event.seen()).containsExactly(id("customer_id:c1"), id("device_id:d1"));
        });
        assertThat(fold.store()).isEqualTo(seenOnce.store());
    }

    @Test
    void limitsPerTypeKeepPeopleApart() {
        String first =
                fold.event(fold.see("customer_id:c1", "email:shared@x.example")).id();

        List<Output> outputs = fold.see("customer_id:c2", "email:shared@x.example");

        assertThat(fold.event(outputs).id()).isNotEqualTo(first);
        assertThat(decisions(outputs).getFirst().rejected())
                .containsExactly(new Rejection(id("email:shared@x.example"), "limit customer_id 1"));
        assertThat(fold.event(fold.see("email:shared@x.example")).id()).isEqualTo(first);
    }

    @Test
    void keepsEveryIdentifierThatFitsBesideOneThatDoesNot() {
        fold.see("customer_id:c1", "email:shared@x.example");

        Profile profile = fold.event(fold.see("customer_id:c2", "email:shared@x.example", "device_id:d2"));

        assertThat(Fold.identifiers(profile)).isEqualTo(Set.of(id("customer_id:c2"), id("device_id:d2")));
    }

    @Test
    void aKioskNeverJoinsThePeopleWhoUseItAndIsNobodysOnceItIsFoundOut() {
        List<Output> outputs = List.of();
        for (int person = 0; person <= 51; person++) {
            outputs = fold.see("customer_id:c" + person, "device_id:kiosk");
        }

        assertThat(fold.profiles()).hasSize(52);
        assertThat(fold.store().owners(Fold.WORKSPACE)).doesNotContainKey(id("device_id:kiosk"));
        assertThat(decisions(outputs)).last().satisfies(decision -> {
            assertThat(decision.id()).isEqualTo("acme:51:1");
            assertThat(decision.kind()).isEqualTo(Decision.Kind.QUARANTINE);
            assertThat(decision.identifiers()).containsExactly(id("device_id:kiosk"));
            assertThat(decision.before())
                    .containsExactly(
                            new Decision.Before(fold.of("customer_id:c0").id(), 2));
        });
        assertThat(outputs).contains(new Output.EpochRaised(1));
        assertThat(fold.see("device_id:kiosk").getFirst()).isInstanceOf(Output.Unidentified.class);
        assertThat(decisions(fold.see("customer_id:c7", "device_id:kiosk"))).isEmpty();
    }

    @Test
    void aProfileThatWasNothingButAnIdentifierOfNobodyIsNotForgotten() {
        List<IdentifierType> types = List.of(
                new IdentifierType("login", Strength.STRONG, 1, Normalisation.TRIM),
                new IdentifierType("email", Strength.STRONG, 1, Normalisation.TRIM));
        fold.configure(1, Rules.of(types, Map.of(), new Limits(10, 10, 32, 2)));
        Profile alone = fold.event(fold.see("email:shared"));
        List<Output> outputs = List.of();
        for (int person = 0; person <= 2; person++) {
            fold.see("login:u" + person, "email:e" + person);
            outputs = fold.see("login:u" + person, "email:shared");
        }

        assertThat(decisions(outputs)).last().satisfies(decision -> {
            assertThat(decision.kind()).isEqualTo(Decision.Kind.QUARANTINE);
            assertThat(decision.after()).isEmpty();
        });
        assertThat(outputs)
                .contains(new Output.Identifiers(alone.changed(List.of()), "acme:7:1"))
                .noneMatch(Output.Erased.class::isInstance);
    }

    @Test
    void theOldestValueMakesRoomWhereTheTypeSaysSo() {
        fold.configure(1, Rules.of(List.of(type("login"), evicting("email", 2)), Map.of(), Limits.DEFAULT));
        fold.see("login:l", "email:old");
        fold.seeAt(Fold.START.plus(Duration.ofDays(3)), ids("login:l", "email:busy"));
        fold.seeAt(Fold.START.plus(Duration.ofDays(5)), ids("email:old"));

        List<Output> outputs = fold.see("login:l", "email:new");

        assertThat(Fold.identifiers(fold.event(outputs)))
                .isEqualTo(Set.of(id("login:l"), id("email:old"), id("email:new")));
        assertThat(fold.store().owners(Fold.WORKSPACE)).doesNotContainKey(id("email:busy"));
        assertThat(decisions(outputs).getFirst().rejected())
                .containsExactly(new Rejection(id("email:busy"), "evicted: limit email"));
    }

    @Test
    void aDeviceFollowsTheLastLoginWhereTheTypeSaysSo() {
        fold.configure(
                1,
                Rules.of(
                        List.of(
                                type("login"),
                                new IdentifierType(
                                        "device",
                                        Strength.WEAK,
                                        5,
                                        Optional.empty(),
                                        AtLimit.TRANSFER,
                                        Normalisation.TRIM,
                                        Optional.empty())),
                        Map.of(),
                        Limits.DEFAULT));
        Profile ann = fold.event(fold.see("login:ann", "device:tablet"));

        List<Output> outputs = fold.see("login:bob", "device:tablet");

        assertThat(Fold.identifiers(fold.of("login:bob"))).contains(id("device:tablet"));
        assertThat(Fold.identifiers(fold.of("login:ann"))).isEqualTo(Set.of(id("login:ann")));
        assertThat(fold.of("login:ann").id()).isEqualTo(ann.id());
        assertThat(outputs)
                .filteredOn(Output.Identifiers.class::isInstance)
                .singleElement()
                .isEqualTo(new Output.Identifiers(fold.of("login:ann"), "acme:2:0"));
        assertThat(decisions(outputs).getFirst().after()).hasSize(2);
    }

    @Test
    void aWindowCountsOnlyWhatCameLatelyByTheTimeOfTheLog() {
        IdentifierType email = new IdentifierType(
                "email",
                Strength.STRONG,
                1,
                Optional.of(Duration.ofDays(7)),
                AtLimit.REJECT,
                Normalisation.TRIM,
                Optional.empty());
        fold.configure(1, Rules.of(List.of(type("login"), email), Map.of(), Limits.DEFAULT));
        fold.seeLater(Duration.ZERO, "login:l", "email:a");

        fold.seeLater(Duration.ofDays(6), "login:l", "email:b");
        assertThat(fold.of("login:l").identifiers()).hasSize(2);

        fold.seeLater(Duration.ofDays(8), "login:other");
        // The log has been here before: this entry's own time does not turn it back.
        fold.seeLater(Duration.ofDays(1), "login:l", "email:c");
        assertThat(Fold.identifiers(fold.of("login:l"))).contains(id("email:c"));
    }

    @Test
    void weakEvidenceJoinsAnonymousToKnownButNotTwoKnownPeople() {
        fold.see("device_id:tablet", "anonymous_id:a1");
        Profile ann = fold.event(fold.see("email:ann@x.example", "device_id:tablet"));
        assertThat(Fold.identifiers(ann)).contains(id("anonymous_id:a1"));

        List<Output> outputs = fold.see("email:bob@x.example", "device_id:tablet");

        assertThat(fold.event(outputs).id()).isNotEqualTo(ann.id());
        assertThat(decisions(outputs).getFirst().rejected())
                .containsExactly(new Rejection(id("device_id:tablet"), "weak"));
    }

    @Test
    void aSecondAddressBesideNothingButAKnownDeviceIsAPersonOfItsOwn() {
        Profile ann = fold.event(fold.see("email:ann@x.example", "device_id:laptop"));

        List<Output> outputs = fold.see("email:ann@work.example", "device_id:laptop");

        assertThat(Fold.identifiers(fold.event(outputs))).containsExactly(id("email:ann@work.example"));
        assertThat(decisions(outputs).getFirst().rejected())
                .containsExactly(new Rejection(id("device_id:laptop"), "weak"));
        assertThat(Fold.identifiers(fold.of("device_id:laptop"))).isEqualTo(Fold.identifiers(ann));
    }

    @Test
    void aSecondAddressJoinsOnceItComesWithSomethingStrong() {
        fold.see("user_id:ann", "email:ann@x.example", "device_id:laptop");
        fold.see("email:ann@work.example", "device_id:laptop");

        Profile ann = fold.event(fold.see("user_id:ann", "email:ann@work.example"));

        assertThat(Fold.identifiers(ann))
                .containsExactlyInAnyOrder(
                        id("user_id:ann"),
                        id("email:ann@x.example"),
                        id("email:ann@work.example"),
                        id("device_id:laptop"));
    }

    @Test
    void reportsARejectionOncePerPair() {
        fold.see("customer_id:c1", "device_id:d");
        fold.see("customer_id:c2");

        List<Output> first = fold.see("customer_id:c2", "device_id:d");
        List<Output> again = fold.see("customer_id:c2", "device_id:d");

        assertThat(decisions(first)).singleElement().satisfies(decision -> {
            assertThat(decision.kind()).isEqualTo(Decision.Kind.REJECT);
            assertThat(decision.rule()).isEqualTo("limit customer_id 1");
        });
        assertThat(decisions(again)).isEmpty();
    }

    @Test
    void capsIdentifiersAndMergesOfOneProfile() {
        fold.configure(1, Rules.of(Rules.defaults().types(), Map.of(), new Limits(3, 1, 32, 50)));
        fold.see("customer_id:c", "email:a@x.example", "phone:+431");
        assertThat(decisions(fold.see("customer_id:c", "email:b@x.example"))
                        .getFirst()
                        .rejected())
                .extracting(Rejection::reason)
                .containsExactly("limit 3 identifiers per profile");

        fold.see("email:1@x.example");
        fold.see("email:2@x.example");
        fold.see("email:3@x.example");
        fold.see("email:1@x.example", "email:2@x.example");
        assertThat(decisions(fold.see("email:1@x.example", "email:3@x.example"))
                        .getFirst()
                        .rejected())
                .extracting(Rejection::reason)
                .containsExactly("limit 1 merges per profile");
    }

    @Test
    void aRecordThatNamesNobodyIsNotResolved() {
        List<Output> outputs = fold.see("customer_id:null", "shoe_size:44");

        assertThat(outputs.getFirst()).isEqualTo(new Output.Unidentified("no usable identifier among 2"));
        assertThat(decisions(outputs)).singleElement().satisfies(decision -> {
            assertThat(decision.kind()).isEqualTo(Decision.Kind.UNIDENTIFIED);
            assertThat(decision.profileId()).isEmpty();
            assertThat(decision.rejected())
                    .containsExactly(
                            new Rejection(id("customer_id:null"), "blocked"),
                            new Rejection(id("shoe_size:44"), "unknown type"));
        });
        assertThat(fold.profiles()).isEmpty();
    }

    @Test
    void anUnknownTypeBesideAKnownOneIsReportedAndIgnored() {
        List<Output> outputs = fold.see("customer_id:c", "shoe_size:44");

        assertThat(Fold.identifiers(fold.event(outputs))).isEqualTo(Set.of(id("customer_id:c")));
        assertThat(decisions(outputs).getFirst().rejected())
                .containsExactly(new Rejection(id("shoe_size:44"), "unknown type"));
    }

    @Test
    void rulesChangeWhatComesAfterThemAndOlderVersionsAreIgnored() {
        Rules strict = Rules.of(
                List.of(new IdentifierType("email", Strength.STRONG, 1, Normalisation.EMAIL)),
                Map.of("email", List.of("bob@x.example")),
                Limits.DEFAULT);
        fold.see("customer_id:c", "email:a@x.example", "email:b@x.example");

        fold.configure(2, strict);
        fold.configure(1, Rules.defaults());

        assertThat(fold.see("customer_id:d").getFirst()).isInstanceOf(Output.Unidentified.class);
        assertThat(fold.see("email:bob@x.example").getFirst()).isInstanceOf(Output.Unidentified.class);
        List<Output> outputs = fold.see("email:a@x.example", "email:new@x.example");
        assertThat(Fold.identifiers(fold.event(outputs))).hasSize(3);
        assertThat(decisions(outputs).getFirst().rulesVersion()).isEqualTo(2);
    }

    @Test
    void lastSeenOfATypeThatEvictsMovesByDaysAndNeverBack() {
        fold.configure(1, Rules.of(List.of(evicting("email", 2)), Map.of(), Limits.DEFAULT));
        fold.see("email:a@x.example");
        Instant nextDay = Fold.START.plus(Duration.ofDays(1));

        fold.seeAt(nextDay, ids("email:a@x.example"));
        fold.seeAt(Fold.START.minus(Duration.ofDays(9)), ids("email:a@x.example"));

        Profile profile = fold.of("email:a@x.example");
        assertThat(profile.identifiers().getFirst().firstSeen()).isEqualTo(Fold.START);
        assertThat(profile.identifiers().getFirst().lastSeen()).isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
        assertThat(profile.epoch()).isEqualTo(1);
    }

    @Test
    void workspacesDoNotKnowEachOther() {
        HeapIdentityStore store = new HeapIdentityStore();
        Resolver resolver = new Resolver(Fold.IDS);
        Observation ann = new Observation("r", "p", Fold.START, ids("email:ann@x.example"));

        resolver.step(store, new LogEntry.Observe("one", 0, Fold.START, ann));
        resolver.step(store, new LogEntry.Observe("two", 1, Fold.START, ann));
        String one = store.profileId("one", 1);
        String two = store.profileId("two", 1);

        assertThat(one).isNotEqualTo(two).matches("prf_[a-z2-7]{26}");
        assertThat(store.profiles("one")).hasSize(1);
    }

    @Test
    void anEntryThatFailsLeavesTheStateUntouched() {
        HeapIdentityStore store = new HeapIdentityStore();
        store.putOwner("acme", id("email:ann@x.example"), 7);
        HeapIdentityStore same = new HeapIdentityStore();
        same.putOwner("acme", id("email:ann@x.example"), 7);
        Observation observation = new Observation("r", "p", Fold.START, ids("customer_id:new", "email:ann@x.example"));

        assertThatThrownBy(() ->
                        new Resolver(Fold.IDS).step(store, new LogEntry.Observe("acme", 0, Fold.START, observation)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("ann");
        assertThat(store).isEqualTo(same);
    }

    private static IdentifierType type(String name) {
        return new IdentifierType(name, Strength.STRONG, 1, Normalisation.TRIM);
    }

    private static IdentifierType evicting(String name, int limit) {
        return new IdentifierType(
                name,
                Strength.STRONG,
                limit,
                Optional.empty(),
                AtLimit.EVICT_OLDEST,
                Normalisation.TRIM,
                Optional.empty());
    }

    private static List<String> absorbed(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Event.class::isInstance)
                .flatMap(output -> ((Output.Event) output).change().stream())
                .flatMap(change -> change.absorbed().stream())
                .toList();
    }
}
