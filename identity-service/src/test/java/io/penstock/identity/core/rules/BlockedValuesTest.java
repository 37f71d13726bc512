package io.penstock.identity.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedValuesTest {
    private static final Rules RULES = Rules.defaults();

    @ParameterizedTest
    @MethodSource("io.penstock.identity.core.rules.BlockedValues#shipped")
    void blocksEveryShippedValueInAnyCaseAndQuotes(String value) {
        for (String written : List.of(
                value, value.toUpperCase(Locale.ROOT), " " + value + " ", "\"" + value + "\"", "'`" + value + "`'")) {
            assertThat(reasons(RULES, "user_id", written)).as(written).containsExactly("blocked");
        }
    }

    /** What the three lists document, as they write it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "null",
                "anonymous",
                "guest",
                "distinctid",
                "distinct_id",
                "id",
                "not_authenticated",
                "email",
                "undefined",
                "true",
                "false",
                "[object Object]",
                "NaN",
                "None",
                "none",
                "0",
                "invalid",
                "\"\"",
                "''"
            })
    void shipsTheUnionOfWhatOthersDocument(String value) {
        assertThat(reasons(RULES, "user_id", value)).containsExactly("blocked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0000", "-", "---", "00000000-0000-0000-0000-000000000000", "\"000\""})
    void blocksZeroesAndDashes(String value) {
        assertThat(reasons(RULES, "user_id", value)).containsExactly("blocked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+11111111111", "+4999999999", "+441234567890", "+49 0123456789", "+1 000 000 0000"})
    void blocksNumbersThatPeopleTypeToGetOn(String value) {
        assertThat(reasons(RULES, "phone", value)).containsExactly("blocked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null1", "u-0", "nulls", "anonymous-17", "idé", "ＮＵＬＬx", "C-1042", "Test1"})
    void letsValuesPassThatOnlyLookAlike(String value) {
        assertThat(reasons(RULES, "user_id", value)).isEmpty();
    }

    @Test
    void blocksConfiguredValuesAndPatternsPerTypeAndForAll() {
        Rules rules = rules(Map.of(
                "email", List.of("Info@Shop.example", "/^test\\+.*@/", "/@bot\\.example$/"),
                "*", List.of("/^tmp-/", "ÉTÉ")));

        assertThat(reasons(rules, "email", "info@shop.EXAMPLE")).containsExactly("blocked");
        assertThat(reasons(rules, "email", "Test+17@shop.example")).containsExactly("blocked");
        assertThat(reasons(rules, "email", "a@b@bot.example")).containsExactly("not an address");
        assertThat(reasons(rules, "email", "ann@bot.example")).containsExactly("blocked");
        assertThat(reasons(rules, "email", "ann@bot.example.org")).isEmpty();
        assertThat(reasons(rules, "user_id", "TMP-1")).containsExactly("blocked");
        assertThat(reasons(rules, "user_id", "été")).containsExactly("blocked");
        assertThat(reasons(rules, "user_id", "info@shop.example")).isEmpty();
    }

    @Test
    void blocksAValueHoweverItIsWritten() {
        Rules rules = rules(Map.of("email", List.of("info@bücher.example"), "phone", List.of("+44 20 7946 0958")));

        assertThat(reasons(rules, "email", "INFO@xn--bcher-kva.example")).containsExactly("blocked");
        assertThat(reasons(rules, "phone", "+44(20)79460958")).containsExactly("blocked");
    }

    @Test
    void filtersByTypeAsAsked() {
        ValueFilter filter = new ValueFilter(6, List.of("gmail.com", "bücher.org"), ValueFilter.TestDomains.BLOCKED);
        Rules rules = Rules.of(
                List.of(new IdentifierType(
                        "email",
                        Strength.STRONG,
                        5,
                        Optional.empty(),
                        AtLimit.REJECT,
                        Normalisation.EMAIL,
                        Optional.empty(),
                        filter)),
                Map.of(),
                Limits.DEFAULT);

        assertThat(normalised(rules, "Ann+news+x@GMail.com")).contains("ann@gmail.com");
        assertThat(normalised(rules, "ann+news@bücher.org")).contains("ann@xn--bcher-kva.org");
        assertThat(normalised(rules, "ann+news@other.org")).contains("ann+news@other.org");
        assertThat(normalised(rules, "+news@gmail.com")).contains("+news@gmail.com");
        assertThat(reasons(rules, "email", "a@b.c")).containsExactly("shorter than 6");
        for (String test : List.of("ann@example.com", "ann@mail.example.org", "ann@shop.test", "ann@x.invalid")) {
            assertThat(reasons(rules, "email", test)).as(test).containsExactly("test domain");
        }
        assertThat(reasons(rules, "email", "ann@myexample.com")).isEmpty();
        assertThat(reasons(RULES, "email", "ann@example.com"))
                .as("unless asked")
                .isEmpty();
    }

    private static Rules rules(Map<String, List<String>> blocked) {
        return Rules.of(RULES.types(), blocked, Limits.DEFAULT);
    }

    private static Optional<String> normalised(Rules rules, String value) {
        return rules.normalise(new Identifier("email", value)).map(Identifier::value);
    }

    private static List<String> reasons(Rules rules, String type, String value) {
        return rules.screen(List.of(new Identifier(type, value))).rejected().stream()
                .map(Rejection::reason)
                .toList();
    }
}
