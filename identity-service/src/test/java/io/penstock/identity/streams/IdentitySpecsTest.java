package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import io.penstock.identity.core.rules.ValueFilter;
import io.penstock.schemas.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdentitySpecsTest {
    private static final List<IdentifierType> TYPES = List.of(
            new IdentifierType("zebra", Strength.STRONG, 2, Normalisation.LOWERCASE),
            new IdentifierType(
                    "email",
                    Strength.STRONG,
                    5,
                    Optional.of(Duration.ofDays(30)),
                    AtLimit.EVICT_OLDEST,
                    Normalisation.EMAIL,
                    Optional.empty(),
                    new ValueFilter(6, List.of("gmail.com"), ValueFilter.TestDomains.BLOCKED)),
            new IdentifierType(
                    "phone",
                    Strength.WEAK,
                    3,
                    Optional.empty(),
                    AtLimit.TRANSFER,
                    Normalisation.PHONE,
                    Optional.of("GB")));

    @Test
    void rulesSurviveTheWayThroughTheirSpec() throws JsonProcessingException {
        Rules rules = Rules.of(
                TYPES,
                Map.of("email", List.of("info@shop.example", "/^test/"), "*", List.of("tmp")),
                new Limits(10, 20, 30, 40),
                AfterErase.FRESH);

        Rules again = IdentitySpecs.rules(Json.config().readTree(bytes(rules)));

        assertThat(again).isEqualTo(rules);
        assertThat(again.types()).isEqualTo(TYPES);
        assertThat(again.limits()).isEqualTo(new Limits(10, 20, 30, 40));
        assertThat(again.afterErase()).isEqualTo(AfterErase.FRESH);
        assertThat(bytes(again)).isEqualTo(bytes(rules));
    }

    @Test
    void equalRulesGiveEqualBytesInWhateverOrderTheyBlock() throws JsonProcessingException {
        Map<String, List<String>> oneWay = new LinkedHashMap<>();
        Map<String, List<String>> otherWay = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            oneWay.put("t" + i, List.of("v"));
            otherWay.put("t" + (19 - i), List.of("v"));
        }

        assertThat(bytes(Rules.of(TYPES, oneWay, Limits.DEFAULT)))
                .isEqualTo(bytes(Rules.of(TYPES, otherWay, Limits.DEFAULT)));
    }

    @Test
    void typesByNameAloneAreTheDefaultRules() throws JsonProcessingException {
        String names = Rules.defaults().types().stream()
                .map(type -> "\"" + type.name() + "\":{}")
                .collect(Collectors.joining(","));

        Rules rules = IdentitySpecs.rules(Json.config().readTree("{\"types\":{" + names + "}}"));

        assertThat(rules).isEqualTo(Rules.defaults());
    }

    @Test
    void phoneNumbersOfAConfiguredWorkspaceAreReadWithTheNumberingPlans() throws JsonProcessingException {
        Rules rules = IdentitySpecs.rules(Json.config().readTree("{\"types\":{\"phone\":{\"region\":\"GB\"}}}"));

        assertThat(rules.normalise(new Identifier("phone", "020 7946 0958")))
                .contains(new Identifier("phone", "+442079460958"));
    }

    @Test
    void refusesRulesThatCannotBeWithoutTheirValues() {
        for (String spec : List.of(
                "{\"types\":{\"login\":{\"atLimit\":\"transfer\"}}}",
                "{\"types\":{\"login\":{\"limit\":0}}}",
                "{\"types\":{\"login\":{\"region\":\"secret\"}}}",
                "{\"types\":{\"login\":{\"limit\":\"secret\"}}}",
                "{\"types\":{\"login\":{}},\"blocked\":{\"login\":[\"/(secret/\"]}}")) {
            assertThatIllegalArgumentException()
                    .as(spec)
                    .isThrownBy(() -> IdentitySpecs.rules(Json.config().readTree(spec)))
                    .withMessageNotContaining("secret");
        }
    }

    private static String bytes(Rules rules) throws JsonProcessingException {
        return Json.config().writeValueAsString(IdentitySpecs.spec(rules));
    }
}
