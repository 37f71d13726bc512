package io.penstock.identity.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    private static final Rules RULES = Rules.defaults();

    @ParameterizedTest
    @CsvSource({
        "' Ann@Example.COM ', ann@example.com",
        "ann+news@example.com, ann+news@example.com",
        "a.nn@example.com, a.nn@example.com",
        "JÜRGEN@BÜCHER.example, jürgen@xn--bcher-kva.example",
        "ann@xn--bcher-kva.example, ann@xn--bcher-kva.example",
    })
    void bringsAddressesIntoOneForm(String raw, String canonical) {
        assertThat(apply(Normalisation.EMAIL, raw)).isEqualTo(new Normalised.Accepted(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "@example.com",
                "ann@",
                "ann@localhost",
                "a@b@example.com",
                "ann smith@example.com",
                "ann@exa mple.com",
                "ann@example..com",
                "ann@.com",
                "ann@10.0.0.1",
                ".ann@example.com",
                "ann..b@example.com",
                "\"ann\"@example.com",
                "ann@example.com,bob@example.com",
                "ann@-example.com"
            })
    void refusesWhatIsNotAnAddress(String raw) {
        assertThat(apply(Normalisation.EMAIL, raw)).isEqualTo(new Normalised.Refused("not an address"));
    }

    @Test
    void composesAndTrimsWhateverSpreadsheetsLeaveBehind() {
        assertThat(apply(Normalisation.TRIM, "\uFEFF\u00A0 u\u0308-1\u200B\t"))
                .isEqualTo(new Normalised.Accepted("\u00FC-1"));
        assertThat(apply(Normalisation.LOWERCASE, " AbC ")).isEqualTo(new Normalised.Accepted("abc"));
    }

    @Property
    void normalisingTwiceChangesNothing(@ForAll @StringLength(max = 40) String raw, @ForAll Normalisation how) {
        if (apply(how, raw) instanceof Normalised.Accepted(String once)) {
            assertThat(apply(how, once)).isEqualTo(new Normalised.Accepted(once));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "NULL",
                "None",
                "n/a",
                "undefined",
                "Anonymous",
                "guest",
                "NaN",
                "[object Object]",
                "unknown",
                "-1",
                "0",
                "0000",
                "-",
                "00000000-0000-0000-0000-000000000000",
                "\"null\"",
                "'undefined'"
            })
    void blocksWhatNamesNobody(String value) {
        Screening screening = RULES.screen(List.of(new Identifier("user_id", value)));

        assertThat(screening.usable()).isEmpty();
        assertThat(screening.rejected()).extracting(Rejection::reason).containsExactly("blocked");
    }

    @Test
    void blocksConfiguredValuesAndPatternsPerTypeAndForAll() {
        Rules rules = Rules.of(
                RULES.types(),
                Map.of("email", List.of("Info@Shop.example", "/^test\\+.*@/"), "*", List.of("/^tmp-/")),
                Limits.DEFAULT);

        assertThat(reasons(rules, "email", "info@shop.EXAMPLE")).containsExactly("blocked");
        assertThat(reasons(rules, "email", "Test+17@shop.example")).containsExactly("blocked");
        assertThat(reasons(rules, "user_id", "TMP-1")).containsExactly("blocked");
        assertThat(reasons(rules, "user_id", "info@shop.example")).isEmpty();
    }

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

    private static Normalised apply(Normalisation how, String raw) {
        return how.apply(raw, PhoneNumbers.WRITTEN_OUT, Optional.empty());
    }

    private static List<String> reasons(Rules rules, String type, String value) {
        return rules.screen(List.of(new Identifier(type, value))).rejected().stream()
                .map(Rejection::reason)
                .toList();
    }
}
