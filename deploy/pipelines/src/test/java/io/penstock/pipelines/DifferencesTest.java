package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final String IDENTIFY =
            "{'call':'identify','to':{'email':'a@x'},'attributes':{'score':0.7},'at':'T1'}";
    private static final String TRACK =
            "{'call':'track','event':'crossed','properties':{'score':0.7,'tier':'pro'},'at':'T1'}";

    @Test
    void saysNothingAboutCallsThatAreEqual() {
        assertThat(Differences.of(calls(IDENTIFY, TRACK), calls(IDENTIFY, TRACK)))
                .isEmpty();
    }

    @Test
    void namesTheCallAndTheFieldThatDiffers() {
        String other = TRACK.replace("0.7", "0.8").replace(",'tier':'pro'", "");

        assertThat(Differences.of(calls(IDENTIFY, TRACK), calls(IDENTIFY, other)))
                .containsExactly(
                        "call 2, track crossed: properties.score: expected 0.7, got 0.8",
                        "call 2, track crossed: properties.tier: expected \"pro\", got none");
    }

    @Test
    void aCallTooManyDoesNotBlameThoseAfterIt() {
        assertThat(Differences.of(calls(IDENTIFY, IDENTIFY), calls(IDENTIFY, TRACK, IDENTIFY)))
                .singleElement()
                .asString()
                .startsWith("after call 1: expected none, got { \"call\": \"track\"");
    }

    @Test
    void aMissingCallIsNamed() {
        assertThat(Differences.of(calls(IDENTIFY, TRACK), calls(IDENTIFY)))
                .singleElement()
                .asString()
                .startsWith("call 2, track crossed: expected { ")
                .endsWith(", got none");
    }

    @Test
    void numbersCountByValue() {
        assertThat(Differences.of(calls(TRACK.replace("0.7", "0.70")), calls(TRACK)))
                .isEmpty();
    }

    @Test
    void addressAndTimeCountOnlyWhereTheyAreNamed() {
        String short_ = "{'call':'identify','attributes':{'score':0.7}}";

        assertThat(Differences.of(calls(short_), calls(IDENTIFY))).isEmpty();
        assertThat(Differences.of(calls(IDENTIFY), calls(IDENTIFY.replace("T1", "T2"))))
                .containsExactly("call 1, identify: at: expected \"T1\", got \"T2\"");
    }

    private static List<JsonNode> calls(String... texts) {
        List<JsonNode> calls = new ArrayList<>();
        for (String text : texts) {
            try {
                calls.add(Json.config().readTree(text.replace('\'', '"')));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
        return calls;
    }
}
