package io.penstock.transform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.transform.core.Binding;
import io.penstock.transform.core.Condition;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.ValueExpression;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        {"type":"track","event":"e","when":{"crosses":"x"}}                           ; emit 2: when: expected exactly one of above, below and either
        {"type":"track","event":"e","when":{"crosses":"x","above":1,"below":2}}       ; emit 2: when: expected exactly one of above, below and either
        {"type":"track","event":"e","when":{"crosses":"x","above":1,"rearmAbove":2}}  ; emit 2: when: expected rearmBelow beside above
        {"type":"track","event":"e","when":{"crosses":"x.*","above":1}}               ; emit 2: when: expected one value to watch
        {"type":"track","event":"e","when":{"above":1}}                               ; emit 2: when: expected crosses
        {"type":"track","event":"e","when":{"crosses":"x","above":1,"rearmBelow":2}}  ; emit 2: expected the re-arm level 2
        {"type":"group"}                                                              ; expected the spec of a pipeline
        {"type":"object"}                                                             ; emit 2: expected objectType
        {"type":"object","objectType":"1","id":"x.*"}                                 ; emit 2: id: expected one value
        {"type":"object","objectType":"1","id":"x","relateTo":"object"}               ; expected the spec of a pipeline
        {"type":"relationship","objectType":"1"}                                      ; emit 2: expected ids
        {"type":"page"}                                                               ; emit 2: expected seen
        {"type":"delete","objectType":"1"}                                            ; emit 2: expected id
        {"type":"delete","when":{"isTrue":"x","row":"deleted"}}                       ; emit 2: when: expected one of crosses
        {"type":"identify","attributes":{"a":{"from":"x","value":1}}}                 ; expected the spec of a pipeline
        """)
    void namesThePlaceOfAMistake(String emit, String message) {
        assertThatThrownBy(() -> PipelineReader.read(config(IDENTIFY + "," + emit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void readsEveryKindOfRule() throws IOException {
        Pipeline pipeline = PipelineReader.read(config("""
                {"type":"identify","attributes":{"plan":{"value":"pro"},"at":"created | unixSeconds"},"when":{"isTrue":"x"}},
                {"type":"page","seen":"url"},
                {"type":"object","objectType":"1","id":"company","relateTo":"person","relation":{"role":"role"}},
                {"type":"relationship","objectType":"1","ids":"companies","action":"add"},
                {"type":"track","event":"e","when":{"changes":"tier"}},
                {"type":"delete","when":{"row":"deleted"}},
                {"type":"delete","name":"gone","objectType":"1","id":"company"}"""));

        assertThat(pipeline.emits())
                .extracting(Emit::name)
                .containsExactly("identify", "page", "object", "relationship", "e", "delete", "gone");
        assertThat(pipeline.emits().get(0))
                .isEqualTo(new Emit.If(
                        new Condition.IsTrue(ValueExpression.parse("x")),
                        new Emit.Identify(
                                "identify",
                                List.of(
                                        new Binding("plan", new ValueExpression.Fixed(new Value.Text("pro"))),
                                        new Binding("at", ValueExpression.parse("created | unixSeconds"))),
                                List.of())));
        assertThat(pipeline.emits().get(4))
                .isInstanceOfSatisfying(
                        Emit.If.class,
                        rule -> assertThat(rule.when())
                                .isEqualTo(new Condition.Changes(ValueExpression.parse("tier"), Crossing.First.ARM)));
        assertThat(pipeline.hearsOfDeletes()).isTrue();
        assertThat(pipeline.needsAPerson()).isTrue();
        assertThat(pipeline.key()).containsExactly("customer_id");
    }

    @Test
    void rulesAboutThingsAloneNeedNoPerson() throws IOException {
        Pipeline pipeline = PipelineReader.read(config("""
                {"type":"object","objectType":"1","id":"company"},
                {"type":"delete","objectType":"1","id":"company","when":{"isTrue":"closed"}}"""));

        assertThat(pipeline.needsAPerson()).isFalse();
        assertThat(pipeline.hearsOfDeletes()).isFalse();
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
