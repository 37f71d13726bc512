package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.config.ProjectSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"\uD83D\uDE08", "\u00DCn\u00EF \uD83D\uDE08!", "\u65E5\u672C", "\n\"\\"})
    void readsBackWhateverStandsInANameOrAValue(String text) throws IOException {
        ObjectNode object = Json.wire().createObjectNode().put(text, text);

        byte[] bytes = Json.wire().writeValueAsBytes(object);

        assertThat(Json.wire().readTree(bytes)).isEqualTo(object);
        assertThat(bytes).isEqualTo(Json.wire().writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesHalfAnEmojiAsAnEscapeAndDoesNotFail() throws IOException {
        byte[] bytes =
                Json.wire().writeValueAsBytes(Json.wire().createObjectNode().put("text", "cut \uD83D"));

        assertThat(Json.wire().readTree(bytes).path("text").asText()).isEqualTo("cut \uD83D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9223372036854775809",
                "0.10",
                "1.230000000000000000",
                "0.60",
                "1E+400",
                "1E-400",
                "0",
                "12.0"
            })
    void keepsEveryDigitOfANumberThroughAnyNumberOfHops(String number) throws JsonProcessingException {
        String json = "{\"n\":" + number + ",\"deep\":[{\"n\":" + number + "}]}";

        String once = Json.wire().writeValueAsString(Json.wire().readValue(json, ObjectNode.class));
        String twice = Json.wire().writeValueAsString(Json.wire().readTree(once));

        assertThat(once).isEqualTo(json);
        assertThat(twice).isEqualTo(json);
        assertThat(Json.wire().readTree(json).get("n").decimalValue()).isEqualTo(new BigDecimal(number));
    }

    @Test
    void keepsTheValueOfANumberWrittenInAnotherForm() throws JsonProcessingException {
        String once = Json.wire().writeValueAsString(Json.wire().readTree("{\"n\":1e400}"));

        assertThat(once).isEqualTo("{\"n\":1E+400}");
        assertThat(Json.wire().writeValueAsString(Json.wire().readTree(once))).isEqualTo(once);
    }

    @Test
    void keepsANumberInsideARow() throws JsonProcessingException {
        String json = "{\"workspace\":\"telco\",\"config_version\":9007199254740993,\"identifiers\":[],"
                + "\"row\":{\"score\":0.10,\"id\":9007199254740993,\"huge\":1E+400}}";

        String once = Json.wire().writeValueAsString(Json.wire().readValue(json, RecordV1.class));

        assertThat(once).isEqualTo(json);
    }

    @Test
    void writesInstantsAsTextAndLeavesNullsOutOfRecordsButNotOutOfRows() throws JsonProcessingException {
        PositionV1 position = new PositionV1("main.crm.plans", 7, -1, Instant.parse("2026-11-22T10:05:00.120Z"));
        ObjectNode row = Json.wire().createObjectNode().putNull("tier");
        var record = new RecordV1(null, "plans", 7, null, null, null, null, null, null, List.of(), row);

        assertThat(Json.wire().writeValueAsString(position))
                .isEqualTo("{\"source\":\"main.crm.plans\",\"table_version\":7,\"commit_version\":-1,"
                        + "\"watermark\":\"2026-11-22T10:05:00.120Z\"}");
        assertThat(Json.wire().writeValueAsString(record))
                .isEqualTo("{\"pipeline\":\"plans\",\"config_version\":7,\"identifiers\":[],\"row\":{\"tier\":null}}");
    }

    @Test
    void refusesAnUnknownKeyInConfigurationAndReadsDurations() throws JsonProcessingException {
        String good = "{\"workspace\":\"telco\",\"engagement\":{\"connection\":\"lake\",\"maxAge\":\"PT2S\"}}";

        assertThat(Json.config().readValue(good, ProjectSpec.class).engagement().maxAge())
                .isEqualTo(Duration.ofSeconds(2));
        assertThatThrownBy(() -> Json.config().readValue(good.replace("maxAge", "max_age"), ProjectSpec.class))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999"})
    void aNumberThatNobodyCanHoldIsUnreadableToo(String number) {
        byte[] bytes = ("{\"spec\":{\"n\":" + number + "}}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Topics.CONFIG.valueSerde().deserializer().deserialize(Topics.CONFIG.name(), bytes))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void saysWhichTypeAndTopicWasUnreadableButNeverTheContent() {
        byte[] bytes = "{\"workspace\": \"ada@example.com".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Topics.CONFIG.valueSerde().deserializer().deserialize(Topics.CONFIG.name(), bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessage("expected ConfigV1 as JSON on penstock.config.v1, found 30 bytes of something else")
                .hasNoCause();
    }

    @Test
    void keepsATombstone() {
        var serde = Topics.PROFILES.valueSerde();

        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }
}
