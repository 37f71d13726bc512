package io.penstock.identity.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Rules RULES = Rules.defaults();

    @Test
    void tellsWhyAnIdentifierIsNotUsed() {
        assertThat(reasons(RULES, "shoe_size", "44")).containsExactly("unknown type");
        assertThat(reasons(RULES, "user_id", "  ")).containsExactly("empty");
        assertThat(reasons(RULES, "user_id", "a\u0000b")).containsExactly("control character");
        assertThat(reasons(RULES, "user_id", "x".repeat(513))).containsExactly("longer than 512");
    }

    @Test
    void sortsStrongBeforeWeakThenByPositionAndDropsDuplicates() {
        Rules rules = Rules.of(
                List.of(
                        new IdentifierType("cookie", Strength.WEAK, 5, Normalisation.TRIM),
                        new IdentifierType("login", Strength.STRONG, 1, Normalisation.TRIM),
                        new IdentifierType("email", Strength.STRONG, 1, Normalisation.EMAIL)),
                Map.of(),
                Limits.DEFAULT);

        Screening screening = rules.screen(List.of(
                new Identifier("cookie", "c"),
                new Identifier("email", "A@x.example"),
                new Identifier("email", "a@x.example"),
                new Identifier("login", "l")));

        assertThat(screening.usable())
                .extracting(usable -> usable.identifier().type())
                .containsExactly("login", "email", "cookie");
        assertThat(screening.rejected()).isEmpty();
    }

    @Test
    void looksAtNoMoreThanTheLimitPerRecordStrongestFirst() {
        Rules rules = Rules.of(RULES.types(), Map.of(), new Limits(1000, 100, 1, 50));

        Screening screening = rules.screen(List.of(new Identifier("device_id", "d"), new Identifier("user_id", "u")));

        assertThat(screening.usable())
                .extracting(Screening.Usable::identifier)
                .containsExactly(new Identifier("user_id", "u"));
        assertThat(screening.rejected())
                .containsExactly(new Rejection(new Identifier("device_id", "d"), "limit 1 per record"));
    }

    @Test
    void keepsWhatTheFirstOfTwoSpellingsLookedLike() {
        Screening screening = RULES.screen(List.of(
                new Identifier("email", " Ann@X.example"),
                new Identifier("user_id", "u"),
                new Identifier("email", "ann@x.example")));

        assertThat(screening.usable()).extracting(Screening.Usable::raw).containsExactly("u", " Ann@X.example");
    }

    @Test
    void saysTheSameThingOnlyOnce() {
        Identifier unknown = new Identifier("shoe_size", "44");

        assertThat(RULES.screen(List.of(unknown, unknown)).rejected()).hasSize(1);
    }

    @Test
    void looksUpWhatWasAcceptedBeforeItWasBlocked() {
        Rules rules = Rules.of(RULES.types(), Map.of("user_id", List.of("u-7")), Limits.DEFAULT);

        assertThat(rules.normalise(new Identifier("user_id", " u-7 "))).contains(new Identifier("user_id", "u-7"));
        assertThat(rules.normalise(new Identifier("email", "no address"))).isEmpty();
        assertThat(rules.normalise(new Identifier("shoe_size", "44"))).isEmpty();
    }

    @Test
    void areEqualIfTheyWereWrittenEqually() {
        PhoneNumbers none = (_, _) -> Optional.empty();

        assertThat(Rules.of(RULES.types(), Map.of(), Limits.DEFAULT, AfterErase.REFUSE, none))
                .isEqualTo(RULES)
                .hasSameHashCodeAs(RULES);
        assertThat(Rules.of(RULES.types(), Map.of(), Limits.DEFAULT, AfterErase.FRESH))
                .isNotEqualTo(RULES);
    }

    @Test
    void onlyWeakTypesTransfer() {
        assertThat(transfers(Strength.WEAK).atLimit()).isEqualTo(AtLimit.TRANSFER);
        assertThatIllegalArgumentException().isThrownBy(() -> transfers(Strength.STRONG));
    }

    private static IdentifierType transfers(Strength strength) {
        return new IdentifierType(
                "t", strength, 1, Optional.empty(), AtLimit.TRANSFER, Normalisation.TRIM, Optional.empty());
    }

    @Test
    void refusesRulesThatCannotBe() {
        IdentifierType login = new IdentifierType("login", Strength.STRONG, 1, Normalisation.TRIM);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rules.of(List.of(login, login), Map.of(), Limits.DEFAULT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rules.of(List.of(login), Map.of("login", List.of("/(/")), Limits.DEFAULT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentifierType("a|b", Strength.STRONG, 1, Normalisation.TRIM));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentifierType("a", Strength.STRONG, 0, Normalisation.TRIM));
    }

    private static List<String> reasons(Rules rules, String type, String value) {
        return rules.screen(List.of(new Identifier(type, value))).rejected().stream()
                .map(Rejection::reason)
                .toList();
    }
}
