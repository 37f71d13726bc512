package io.penstock.identity.core;

import static io.penstock.identity.core.Fold.START;
import static io.penstock.identity.core.Fold.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
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
        assertThat(store.owner(HERE, id("email:a"))).isEqualTo(IdentityStore.NOBODY);
        assertThat(store.profile(HERE, 1)).isEmpty();
        assertThatThrownBy(() -> store.profileId(HERE, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(store.alias(HERE, "prf_a")).isEmpty();
        assertThat(store.mark(HERE, new IdentifierHash(1, 2))).isEqualTo(Mark.NONE);
        assertThat(store.isApplied(HERE, "command-1")).isFalse();
        assertThat(store.rules(HERE)).isEmpty();
        assertThat(store.counters(HERE)).isEqualTo(Counters.ZERO);
    }

    @Test
    void readsBackWhatWasWrittenLast() {
        store.putOwner(HERE, id("email:a"), 7);
        store.putOwner(HERE, id("email:a"), 3);
        store.putCounters(HERE, new Counters(9, 4, START));
        store.putAlias(HERE, "prf_b", "prf_a");
        store.putAlias(HERE, "prf_b", "prf_c");
        store.putApplied(HERE, "command-1");

        assertThat(store.owner(HERE, id("email:a"))).isEqualTo(3);
        assertThat(store.counters(HERE)).isEqualTo(new Counters(9, 4, START));
        assertThat(store.alias(HERE, "prf_b")).contains("prf_c");
        assertThat(store.isApplied(HERE, "command-1")).isTrue();
    }

    @Test
    void forgetsWhatIsDeletedAndDeletesWhatIsNotThere() {
        store.putOwner(HERE, id("email:a"), 7);
        store.putAlias(HERE, "prf_b", "prf_a");
        store.putMark(HERE, new IdentifierHash(1, 2), Mark.NONE.nextIncarnation());

        store.deleteOwner(HERE, id("email:a"));
        store.deleteOwner(HERE, id("email:never"));
        store.deleteAlias(HERE, "prf_b");
        store.putMark(HERE, new IdentifierHash(1, 2), Mark.NONE);

        assertThat(store.owner(HERE, id("email:a"))).isEqualTo(IdentityStore.NOBODY);
        assertThat(store.alias(HERE, "prf_b")).isEmpty();
        assertThat(store.mark(HERE, new IdentifierHash(1, 2))).isEqualTo(Mark.NONE);
    }

    @Test
    void keepsAProfileWithEverythingThatIsKnown() {
        Instant day = Instant.parse("2026-11-01T00:00:00Z");
        Instant hour = Instant.parse("2026-11-01T10:00:00Z");
        Profile profile = new Profile(
                5,
                Fold.IDS.of(HERE, id("email:a"), 0),
                START.plusNanos(123_000_000),
                4,
                2,
                List.of(
                        new Known(
                                id("email:ann@x.example"),
                                " Ann@X.example",
                                START,
                                day,
                                "crm",
                                7,
                                hour,
                                List.of(),
                                List.of()),
                        new Known(
                                id("user_id:\u00FC\uD83D\uDE00"),
                                "\u00FC\uD83D\uDE00",
                                Instant.EPOCH.minusSeconds(5),
                                day,
                                "",
                                9_000_000_000L,
                                hour,
                                List.of(
                                        new Evidence(id("email:ann@x.example"), 9_000_000_000L, Evidence.Kind.SEEN),
                                        new Evidence(id("email:ann@x.example"), 3, Evidence.Kind.ORDERED)),
                                List.of(id("email:bob@x.example"), id("phone:\u00FC")))),
                List.of(Fold.IDS.of(HERE, id("email:b"), 0), Fold.IDS.of(HERE, id("email:b"), 1)));

        store.putProfile(HERE, profile);

        assertThat(store.profile(HERE, 5)).contains(profile);
        assertThat(store.profileId(HERE, 5)).isEqualTo(profile.id());
        store.deleteProfile(HERE, 5);
        assertThat(store.profile(HERE, 5)).isEmpty();
        assertThatThrownBy(() -> store.profileId(HERE, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsMarks() {
        Mark mark = new Mark(Mark.Status.ERASED, 3, List.of(Long.MIN_VALUE, -1L, 7L), List.of(id("email:a")));

        store.putMark(HERE, new IdentifierHash(-1, 2), mark);
        store.putMark(HERE, new IdentifierHash(-1, 3), Mark.NONE.withStatus(Mark.Status.QUARANTINED));

        assertThat(store.mark(HERE, new IdentifierHash(-1, 2))).isEqualTo(mark);
        assertThat(store.mark(HERE, new IdentifierHash(-1, 3)).status()).isEqualTo(Mark.Status.QUARANTINED);
        assertThat(store.mark(THERE, new IdentifierHash(-1, 2))).isEqualTo(Mark.NONE);
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
        store.putCounters(HERE, new Counters(2, 0, START));
        store.putApplied(HERE, "command");

        assertThat(store.owner(HERE, new Identifier("a", "bc"))).isEqualTo(1);
        assertThat(store.owner(HERE, new Identifier("ab", "c"))).isEqualTo(2);
        assertThat(store.owner(THERE, new Identifier("a", "bc"))).isEqualTo(3);
        assertThat(store.counters(THERE)).isEqualTo(Counters.ZERO);
        assertThat(store.isApplied(THERE, "command")).isFalse();
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
