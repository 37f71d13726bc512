package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipelines.Folder.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPipelinesCommandTest {
    private static final String EMIT = """
              emit:
                - type: identify
                  attributes: { score: score, tier: tier }
                - type: track
                  event: crossed
                  when: { crosses: score, above: 0.5 }
                  properties: { score: score }
            """;
    private static final String ROWS = """
            { "rows": [
                { "id": "1", "email": "ada@example.com", "score": 0.4, "tier": "free" },
                { "id": "1", "email": "ada@example.com", "score": 0.7, "tier": "free" } ],
              "calls": [
                { "call": "identify", "attributes": { "score": 0.4, "tier": "free" } },
                { "call": "identify", "attributes": { "score": 0.7 } },
                { "call": "track", "event": "crossed", "to": { "email": "ada@example.com" }, "properties": { "score": 0.7 } } ] }
            """;

    @TempDir
    private Path path;

    @Test
    void theExamplesTestsPass() {
        Answer answer = Folder.run(Path.of("../local/example"), "test-pipelines");

        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).contains("ok       upgrade-likelihood/tests/rename.json", "3 tests, none failed");
        assertThat(answer.code()).isZero();
    }

    @Test
    void aTestWhoseCallsComePasses() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("crossing", ROWS);

        Answer answer = folder.run("test-pipelines");

        assertThat(answer).isEqualTo(new Answer(0, "ok       scores/tests/crossing.json\n1 test, none failed\n", ""));
    }

    @Test
    void aScriptIsPlayedWithTheFilesThatItImports() {
        Folder folder = Folder.with(path, "  transform: { script: transform.js }\n" + EMIT);
        folder.write(
                "pipelines/scores/transform.js",
                "import { score } from './lib/score.js';\n"
                        + "export const transform = (row) => ({ score: score(row), tier: row.tier });\n");
        folder.write("pipelines/scores/lib/score.js", "export const score = (row) => row.score;\n");
        folder.test("crossing", ROWS);

        assertThat(folder.run("test-pipelines"))
                .isEqualTo(new Answer(0, "ok       scores/tests/crossing.json\n1 test, none failed\n", ""));
    }

    @Test
    void aFailureNamesTestCallAndField() {
        Folder folder = Folder.with(path, EMIT.replace("above: 0.5", "above: 0.8"));
        folder.test("crossing", ROWS.replace("\"score\": 0.7 } },", "\"score\": 0.6 } },"));

        Answer answer = folder.run("test-pipelines");

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.out())
                .contains(
                        "FAILED   scores/tests/crossing.json",
                        "call 2, identify: attributes.score: expected 0.6, got 0.7",
                        "call 3, track crossed: expected {",
                        ", got none",
                        "1 test, 1 failed");
    }

    @Test
    void updateWritesWhatCameAndTheTestPassesFromThenOn() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("crossing", ROWS.replace("\"crossed\"", "\"passed\"").replace("0.7 } } ]", "0.9 } } ]"));

        assertThat(folder.run("test-pipelines").code()).isEqualTo(3);
        Answer updated = folder.run("test-pipelines", "--update");

        assertThat(updated.code()).isZero();
        assertThat(updated.out()).startsWith("updated  scores/tests/crossing.json\n");
        assertThat(folder.run("test-pipelines").out()).startsWith("ok ");
        assertThat(folder.read("pipelines/scores/tests/crossing.json")).contains("\"event\": \"crossed\"");
    }

    @Test
    void aRenameBetweenTwoRunsChangesNothing() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("rename", """
                { "runs": [
                    { "rows": [ { "id": "1", "email": "ada@example.com", "points": 0.7, "tier": "free" } ] },
                    { "rows": [ { "id": "1", "email": "ada@example.com", "score": 0.7, "tier": "free" } ] } ],
                  "calls": [
                    { "call": "identify", "attributes": { "score": 0.7, "tier": "free" } },
                    { "call": "track", "event": "crossed", "properties": { "score": 0.7 } } ] }
                """);

        assertThat(folder.run("test-pipelines").out()).startsWith("ok ");
    }

    @Test
    void aColumnOfAnotherTypeStopsThePipelineAndADroppedOneToo() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("retyped", """
                { "runs": [
                    { "rows": [ { "id": "1", "email": "ada@example.com", "score": "high" } ] },
                    { "without": ["score"], "rows": [ { "id": "1", "email": "ada@example.com" } ] } ],
                  "calls": [] }
                """);

        assertThat(folder.run("test-pipelines").out()).contains("got { \"stopped\": \"column score is ");
    }

    @Test
    void whoHasNoAddressWaitsUntilItIsKnownAndOthersAreGivenUp() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("waiting", """
                { "identity": [ { "company_id": "acme" } ],
                  "rows": [ { "id": "1", "score": 0.7 } ],
                  "calls": [ { "deadLetter": "unidentified", "stage": "identity", "row": "1" } ] }
                """);

        assertThat(folder.run("test-pipelines").out()).startsWith("ok ");
    }

    @Test
    void aScriptSendsSeveralCallsOfOneRowObjectsIncluded() {
        Folder folder = Folder.with(path, "  transform: { script: transform.js }\n");
        folder.write("pipelines/scores/transform.js", """
                async function send(payload, headers) {
                  return [
                    { type: 'identify', traits: { tier: payload.tier } },
                    { type: 'group', groupId: 42.0, objectTypeId: '2', traits: { name: 'Acme' }, relationshipAttributes: { role: 'admin' } },
                    { type: 'track', event: 'scored', properties: { score: payload.score, row: headers.key } },
                  ];
                }
                """);
        folder.test("send", """
                { "rows": [ { "id": "1", "email": "ada@example.com", "score": 0.7, "tier": "pro" } ],
                  "calls": [
                    { "call": "identify", "attributes": { "tier": "pro" } },
                    { "call": "object", "object": { "type": "2", "id": "42" }, "attributes": { "name": "Acme" } },
                    { "call": "relate", "to": { "email": "ada@example.com" }, "object": { "type": "2", "id": "42" }, "attributes": { "role": "admin" } },
                    { "call": "track", "event": "scored", "properties": { "score": 0.7, "row": "1" } } ] }
                """);

        assertThat(folder.run("test-pipelines").out()).startsWith("ok ");
    }

    @Test
    void aFileThatIsNoTestIsAnErrorWithItsPlace() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("typo", "{ \"rows\": [],\n  \"cals\": [] }");

        Answer answer = folder.run("test-pipelines");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("typo.json:2:3: ", "the unknown key 'cals'");
    }

    @Test
    void aProjectWithMistakesIsNotPlayed() {
        Folder folder = Folder.with(path, EMIT.replace("score: score", "score: scoer"));
        folder.test("crossing", ROWS);

        Answer answer = folder.run("test-pipelines");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("pipeline.yaml:", "found 'scoer'; did you mean 'score'?");
    }
}
