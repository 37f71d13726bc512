package io.penstock.identity.core;

import static io.penstock.identity.core.Fold.START;
import static io.penstock.identity.core.Fold.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rejection;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IdentityStore} promises. Extend it once per implementation. */
public abstract class IdentityStoreContract {
    private static final String HERE = "here";
    private static final String THERE = "there";

    private IdentityStore store;

    protected abstract IdentityStore emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
    }

    @Test
    void hasNothingAtFirst() {
        assertThat(store.owner(HERE, id("email:a"))).isEmpty();
        assertThat(store.profile(HERE, 1)).isEmpty();
        assertThat(store.alias(HERE, "prf_a")).isEmpty();
        assertThat(store.evidence(HERE, id("email:a"))).isEmpty();
        assertThat(store.isRejected(HERE, id("email:a"), id("email:b"))).isFalse();
        assertThat(store.rules(HERE)).isEmpty();
        assertThat(store.lastSequence(HERE)).isZero();
    }

    @Test
    void readsBackWhatWasWrittenLast() {
        store.putOwner(HERE, id("email:a"), 7);
        store.putOwner(HERE, id("email:a"), 3);
        store.putLastSequence(HERE, 9);
        store.putAlias(HERE, "prf_b", "prf_a");

        assertThat(store.owner(HERE, id("email:a"))).hasValue(3);
        assertThat(store.lastSequence(HERE)).isEqualTo(9);
        assertThat(store.alias(HERE, "prf_b")).contains("prf_a");
    }

    @Test
    void keepsAProfileWithEverythingThatIsKnown() {
        Profile profile = new Profile(
                5,
                "prf_x",
                START.plusNanos(123_456_789),
                4,
                2,
                List.of(
                        new Known(id("email:ann@x.example"), " Ann@X.example", START, START, "crm"),
                        new Known(id("user_id:\u00FC\uD83D\uDE00"), "\u00FC\uD83D\uDE00", Instant.EPOCH, START, "")));

        store.putProfile(HERE, profile);

        assertThat(store.profile(HERE, 5)).contains(profile);
        store.deleteProfile(HERE, 5);
        assertThat(store.profile(HERE, 5)).isEmpty();
    }

    @Test
    void keepsEvidenceInOrder() {
        List<Evidence> evidence = List.of(new Evidence(id("email:a"), 1, "r1"), new Evidence(id("phone:b"), 2, "r2"));

        store.putEvidence(HERE, id("device_id:d"), evidence);

        assertThat(store.evidence(HERE, id("device_id:d"))).isEqualTo(evidence);
    }

    @Test
    void remembersARejectionByItsPairInThatOrder() {
        store.putRejection(HERE, id("email:a"), new Rejection(id("device_id:d"), "weak"), 4);

        assertThat(store.isRejected(HERE, id("email:a"), id("device_id:d"))).isTrue();
        assertThat(store.isRejected(HERE, id("device_id:d"), id("email:a"))).isFalse();
    }

    @Test
    void keepsRulesAsWritten() {
        Rules rules = Rules.of(
                List.of(
                        new IdentifierType("zebra", Strength.WEAK, 7, Normalisation.LOWERCASE),
                        new IdentifierType("ant", Strength.STRONG, 2, Normalisation.EMAIL)),
                Map.of("*", List.of("nobody", "/^x+$/"), "ant", List.of("b@b.example")),
                new Limits(10, 20, 30, 40));

        store.putRules(HERE, new RulesInForce(12, rules));

        assertThat(store.rules(HERE)).contains(new RulesInForce(12, rules));
    }

    @Test
    void separatesWorkspacesAndValuesThatLookAlike() {
        store.putOwner(HERE, new Identifier("a", "bc"), 1);
        store.putOwner(HERE, new Identifier("ab", "c"), 2);
        store.putOwner(THERE, new Identifier("a", "bc"), 3);
        store.putLastSequence(HERE, 2);

        assertThat(store.owner(HERE, new Identifier("a", "bc"))).hasValue(1);
        assertThat(store.owner(HERE, new Identifier("ab", "c"))).hasValue(2);
        assertThat(store.owner(THERE, new Identifier("a", "bc"))).hasValue(3);
        assertThat(store.lastSequence(THERE)).isZero();
    }

    @Test
    void foldsARandomHistoryLikeTheHeap() {
        Resolver resolver = new Resolver(Fold.IDS);
        HeapIdentityStore heap = new HeapIdentityStore();
        Random random = new Random(42);
        for (long offset = 0; offset < 2_000; offset++) {
            LogEntry entry = new LogEntry.Observe(
                    HERE, offset, START.plusSeconds(offset), RandomPeople.observation(random, offset, 150));
            assertThat(resolver.step(store, entry)).isEqualTo(resolver.step(heap, entry));
        }
        assertThat(heap.profiles(HERE))
                .isNotEmpty()
                .allSatisfy((sequence, profile) ->
                        assertThat(store.profile(HERE, sequence)).contains(profile));
    }
}
