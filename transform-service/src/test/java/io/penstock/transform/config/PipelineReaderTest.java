package io.penstock.transform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineReaderTest {
    private static final String IDENTIFY = """
        {"type": "identify", "attributes": {"score": "score"}}""";

    @Test
    void readsTheUseCaseOfTheProductPage() throws IOException {
        Pipeline pipeline = PipelineReader.read(config("""
            {"type": "identify", "attributes": {"upgrade_likelihood_score": "score"}},
            {"type": "track", "event": "upgrade_threshold_crossed", "properties": {"score": "score"},
             "when": {"crosses": "score", "above": 0.65, "rearmBelow": 0.60, "first": "arm"}}"""));
        assertThat(pipeline.address()).containsExactly("customerio_id", "email");
        assertThat(pipeline.patience()).isEqualTo(Duration.ofDays(3));
        assertThat(pipeline.destination()).contains("customerio-prod");
        assertThat(pipeline.emits().stream().map(Emit::name)).containsExactly("identify", "upgrade_threshold_crossed");
        Crossing crossing = ((Emit.Track) pipeline.emits().getLast()).crossing().orElseThrow();
        assertThat(crossing.level()).isEqualByComparingTo("0.65");
        assertThat(crossing.rearm()).contains(new BigDecimal("0.60"));
        assertThat(crossing.first()).isEqualTo(Crossing.First.ARM);
        assertThat(pipeline.makesCalls()).isTrue();
    }

    @Test
    void keepsEmitsOfOneNameApart() throws IOException {
        assertThat(PipelineReader.read(config(IDENTIFY + "," + IDENTIFY)).emits().stream()
                        .map(Emit::name))
                .containsExactly("identify", "identify#2");
    }

    @Test
    void makesNoCallsWithoutEmitsAndScript() throws IOException {
        assertThat(PipelineReader.read(config("")).makesCalls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
        {"type":"identify","attributes":{"a":"x |"}}                                  ; emit 2: 'x |', position 4: expected one of
        {"type":"identify","attributes":{"":"x"}}                                     ; emit 2: expected a name, found a blank
        {"type":"track"}                                                              ; emit 2: expected event
        {"type":"track","event":"e","when":{"crosses":"x"}}                           ; emit 2: when: expected exactly one of above and below
        {"type":"track","event":"e","when":{"crosses":"x","above":1,"below":2}}       ; emit 2: when: expected exactly one of above and below
        {"type":"track","event":"e","when":{"crosses":"x","above":1,"rearmAbove":2}}  ; emit 2: when: expected rearmBelow beside above
        {"type":"track","event":"e","when":{"crosses":"x.*","above":1}}               ; emit 2: when: expected one value to watch
        {"type":"track","event":"e","when":{"above":1}}                               ; emit 2: when: expected crosses
        {"type":"track","event":"e","when":{"crosses":"x","above":1,"rearmBelow":2}}  ; emit 2: expected the re-arm level 2
        {"type":"object"}                                                             ; expected the spec of a pipeline
        """)
    void namesThePlaceOfAMistake(String emit, String message) {
        assertThatThrownBy(() -> PipelineReader.read(config(IDENTIFY + "," + emit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static ConfigV1 config(String emits) throws IOException {
        String spec = """
            {"source": {"connection": "databricks-prod", "table": "main.ml.scores", "key": ["customer_id"],
                        "change": {"by": "watermark", "column": "scored_at"}},
             "identity": {"given": {"databricks_customer_id": "customer_id"}, "address": ["customerio_id", "email"],
                          "unresolved": {"wait": "P3D", "then": "dead-letter"}},
             "emit": [%s],
             "destination": {"connection": "customerio-prod"}}""".formatted(emits);
        return new ConfigV1(
                "main",
                ConfigV1.Kind.PIPELINE,
                "upgrade-likelihood",
                3,
                (ObjectNode) Json.config().readTree(spec),
                null,
                "hash",
                "local",
                Instant.EPOCH);
    }
}
