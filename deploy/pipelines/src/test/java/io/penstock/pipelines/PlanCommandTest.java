package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.pipelines.Folder.Answer;
import io.penstock.schemas.Json;
import io.penstock.transform.core.ReservedNames;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final String EMIT = """
              emit:
                - type: identify
                  attributes: { score: score, joined_at: since | unixSeconds, plan: { value: pro } }
                  unset: [old_score]
                - type: track
                  event: tier_changed
                  when: { changes: tier }
                  properties: { tier: tier }
                - { type: relationship, objectType: "1", ids: companies }
                - { type: delete, when: { isTrue: gone } }
            """;

    @TempDir
    private Path path;

    @Test
    void showsWhatEachColumnBecomes() {
        Answer answer = Folder.with(path, EMIT).run("plan");

        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isEqualTo("""
                scores: main.ml.scores -> customerio
                  COLUMN               BECOMES            NAME               RULE          WHEN
                  id                   row key
                  email                identifier         email
                  score                attribute          score              identify      every row
                  since | unixSeconds  attribute          joined_at          identify      every row
                                       attribute          plan = "pro"       identify      every row
                                       attribute removed  old_score          identify      every row
                  tier                 condition          changes            tier_changed  changes tier
                  tier                 event              tier_changed.tier  tier_changed  changes tier
                  companies            relationship       object 1           relationship  every row
                  gone                 condition          isTrue             delete        isTrue gone
                                       deleted person                        delete        isTrue gone
                  about                nothing
                  summary              nothing
                  features             nothing
                """);
    }

    @Test
    void leavesNothingOutThatLeaves() {
        String emit = """
                  emit:
                    - { type: identify, attributes: { "s_": summary.* } }
                    - { type: object, objectType: "1", id: about, relateTo: person }
                    - { type: track, event: high, when: { crosses: score, above: 0.65, modelVersion: tier } }
                """;

        Answer answer = Folder.with(path, emit).run("plan");

        assertThat(answer.out())
                .containsPattern("summary\\.\\* +attribute +s_\\* +identify +every row")
                .containsPattern("about +object 1 +id +object +every row")
                .containsPattern("(?m)^ +relationship +object 1 +object +every row")
                .containsPattern("tier +event +high\\.crossing_model_version +high +crosses score")
                .doesNotContainPattern("tier +nothing");
    }

    @Test
    void showsTheColumnThatOrdersTheRows() {
        Folder folder = Folder.with(path, EMIT);
        String file = "pipelines/scores/pipeline.yaml";
        folder.write(file, folder.read(file).replace("by: row-version", "by: watermark, column: since"));

        assertThat(folder.run("plan").out()).containsPattern("since +watermark");
    }

    @Test
    void aColumnMayHaveAnyName() {
        Folder folder = Folder.with(path, EMIT);
        String file = "pipelines/scores/pipeline.yaml";
        folder.write(
                file,
                folder.read(file)
                        .replace("{ email: email }", "{ email: \"e-mail (new)\" }")
                        .replace("email:     {", "\"e-mail (new)\": {"));

        assertThat(folder.run("plan").out()).containsPattern("e-mail \\(new\\) +identifier +email");
    }

    @Test
    void saysTheSameInJson() throws JsonProcessingException {
        Answer answer = Folder.with(path, EMIT).run("plan", "--output", "json");

        JsonNode scores = Json.config().readTree(answer.out()).get(0);
        assertThat(scores.path("pipeline").asText()).isEqualTo("scores");
        assertThat(scores.path("uses"))
                .anySatisfy(use -> assertThat(JsonText.line(use))
                        .isEqualTo("{ \"from\": \"score\", \"becomes\": \"attribute\", \"name\": \"score\","
                                + " \"rule\": \"identify\" }"));
    }

    @Test
    void withAScriptItsValuesAreShown() {
        Answer answer = Folder.run(Path.of("../local/example"), "plan", "--pipeline", "upgrade-likelihood");

        assertThat(answer.out())
                .contains("upgrade-likelihood: main.ml_outputs.upgrade_scores -> customerio", "input of transform.js")
                .containsPattern("topFeature +attribute +top_feature +identify +every row")
                .containsPattern("score +event +upgrade_threshold_crossed.score .* crosses score, above 0.65");
    }

    @Test
    void aValueThatIsNoneIsAnErrorWithItsPlace() {
        Answer answer = Folder.with(path, EMIT.replace("since | unixSeconds", "since | unixSecond"))
                .run("plan");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .contains("pipelines/scores/pipeline.yaml:26:46: expected one of count,")
                .contains("found 'unixSecond'; did you mean 'unixSeconds'?");
    }

    @Test
    void aNameThatIsReservedInFilesIsReservedForRowsToo() {
        Answer answer = Folder.with(path, EMIT + "  destination: { connection: customerio, allowNames: [none] }\n")
                .run("plan");
        Matcher listed = Pattern.compile("expected a reserved name \\((.*)\\), found 'none'")
                .matcher(answer.err());

        assertThat(listed.find()).isTrue();
        assertThat(listed.group(1).split(", "))
                .hasSize(15)
                .allMatch(name -> ReservedNames.isEvent(name)
                        || ReservedNames.isProperty(name)
                        || ReservedNames.isAttribute(name));
    }

    @Test
    void aProjectThatIsNotValidIsAnError() {
        Answer answer =
                Folder.with(path, EMIT.replace("tier_changed", "User Deleted")).run("plan");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("pipeline.yaml:29:", "found 'User Deleted', which acts at Customer.io");
    }
}
