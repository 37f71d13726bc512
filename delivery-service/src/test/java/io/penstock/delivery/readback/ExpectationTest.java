package io.penstock.delivery.readback;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.delivery.customerio.HttpAppApi;
import io.penstock.schemas.DeliveryV1;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "30|30|true",
                "30.0|30|true",
                "0.10|0.1|true",
                "1e3|1000|true",
                "9007199254740993|9007199254740993|true",
                "9007199254740993|9007199254740992|false",
                "true|true|true",
                "true|false|false",
                "\"gold\"|gold|true",
                "\"gold\"|Gold|false",
                "\"Ada@Example.com\"|ada@example.com|true",
                "\"30\"|30|true",
                "\"30\"|30.0|false",
                "{\"a\":1,\"b\":[true,\"x\"]}|{\"b\":[true,\"x\"],\"a\":1.0}|true",
                "{\"a\":1}|{\"a\":2}|false",
                "[1,2]|[2,1]|false",
                "[1,2]|no json|false",
                "\"2026-03-15\"|1773532800|true",
                "\"2026-03-15\"|2026-03-15|true",
                "\"2026-03-15\"|1773532801|false",
                "\"2026-03-15T01:00:00+01:00\"|1773532800|true",
                "\"2026-03-15T00:00:00.125Z\"|1773532800|true",
                "\"2026-03-15T00:00\"|1773532800|true",
                "\"2026-02-30\"|1772409600|false",
                "{\"a\":[\"2026-03-15\",\"x\"]}|{\"a\":[1773532800,\"x\"]}|true",
                "{\"a\":\"30\"}|{\"a\":30}|false"
            })
    void comparesWhatWasSentWithTheTextThatIsShown(String sent, String shown, boolean same) {
        Expectation expectation = expecting("{\"v\":" + sent + "}");
        assertThat(expectation.compare(person(Map.of("v", shown))) instanceof Expectation.Finding.Applied)
                .isEqualTo(same);
    }

    @Test
    void saysWhichAttributesAreMissingOrDifferAndNeverTheirValues() {
        Expectation expectation = expecting("{\"plan\":\"secret-plan\",\"score\":1,\"tier\":\"gold\"}", "old");
        assertThat(expectation.compare(person(Map.of("plan", "other", "tier", "gold", "old", "still here"))))
                .isEqualTo(new Expectation.Finding.NotApplied(List.of(
                        "differs old: not as it was sent",
                        "differs plan: not as it was sent",
                        "missing score: not as it was sent")));
    }

    @Test
    void whatSomebodyHasWrittenSinceSaysNothing() {
        Expectation expectation = expecting("{\"plan\":\"a\"}");
        AppApi.Seen.Person later =
                new AppApi.Seen.Person(Map.of("plan", "b"), Map.of("plan", Samples.AS_OF.plusSeconds(1)));
        AppApi.Seen.Person before = new AppApi.Seen.Person(Map.of("plan", "b"), Map.of("plan", Samples.AS_OF));
        assertThat(expectation.compare(later)).isEqualTo(new Expectation.Finding.Overtaken());
        assertThat(expectation.compare(before)).isInstanceOf(Expectation.Finding.NotApplied.class);
        assertThat(expectation.without(Set.of("plan")).values()).isEmpty();
    }

    @Test
    void namesWithAMeaningOfTheirOwnAreNotCompared() {
        assertThat(expecting("""
                {"_update":true,"cio_subscription_preferences.topics.topic_1":true,"anonymous_id":"a","unsubscribed":true,
                 "nothing":null}
                """).values()).isEmpty();
    }

    private static Expectation expecting(String body, String... unset) {
        DeliveryV1 call = Deliveries.identify("d", "ada", body, unset);
        return Expectation.of(Samples.accepted(call), call, HttpAppApi::isShown);
    }

    private static AppApi.Seen.Person person(Map<String, String> attributes) {
        return new AppApi.Seen.Person(attributes, Map.<String, Instant>of());
    }
}
