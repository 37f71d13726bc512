package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipelines.Folder.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no test says so and where, and what is one stays as its author wrote it. */
class TestFileTest {
    private static final String EMIT = """
              emit:
                - type: identify
                  attributes: { score: score, tier: tier }
            """;
    private static final String ROWS =
            "\"rows\": [ { \"id\": \"1\", \"email\": \"ada@example.com\", \"tier\": \"free\" } ]";
    private static final String CALLS =
            "\"calls\": [ { \"call\": \"identify\", \"attributes\": { \"tier\": \"free\" } } ]";

    @TempDir
    private Path path;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            ``                                            | 1:1  | expected a test, found nothing in the file
            null                                          | 1:1  | expected a map, found nothing
            []                                            | 1:1  | expected a map, found an empty list
            { ROWS }                                      | 1:1  | expected the key 'calls' in the test, found none
            { ROWS, "calls": null }                       | 1:83 | expected a list, found nothing
            { ROWS, "cals": [] }                          | 1:74 | found the unknown key 'cals'; did you mean 'calls'?
            { "rows": [], "rows": [], CALLS }             | 1:21 | Duplicate field 'rows'
            { ROWS, CALLS } x                             | 1:   | expected JSON, found a mistake: Unrecognized token 'x'
            { ROWS, CALLS } { }                           | 1:   | expected the end of the file, found more
            { "rows": { "id": "1" }, CALLS }              | 1:11 | expected a list, found a map
            { "rows": [null], CALLS }                     | 1:12 | expected a map, found nothing
            { "rows": ["x"], CALLS }                      | 1:12 | expected a map, found text 'x'
            { "rows": [], "runs": [{ "rows": [] }], CALLS } | 1:1 | expected rows or runs, found both
            { CALLS }                                     | 1:1  | expected rows, or runs with rows, found neither
            { "runs": [], CALLS }                         | 1:11 | expected at least one entry, found an empty list
            { "runs": [{ "rws": [] }], CALLS }            | 1:14 | found the unknown key 'rws'; did you mean 'rows'?
            { "runs": [{ "after": "3D", "rows": [] }], CALLS }   | 1:23 | expected a time such as P3D or PT12H, found '3D'
            { "runs": [{ "after": "-P3D", "rows": [] }], CALLS } | 1:12 | expected a time that passes before the run
            { "identity": [null], ROWS, CALLS }           | 1:16 | expected a map, found nothing
            { "identity": [{ "emial": "x" }], ROWS, CALLS } | 1:18 | expected an identifier type of identity.yaml (email, company_id), found 'emial'; did you mean 'email'?
            { "runs": [{ "identity": [{ "nme": "x" }] }], CALLS } | 1:29 | found 'nme'
            { ROWS, "calls": ["x"] }                      | 1:84 | expected a map, found text 'x'
            { ROWS, "calls": [{ "call": "identfy" }] }    | 1:94 | found text 'identfy'; did you mean 'identify'?
            { ROWS, "calls": [{ "atributes": {} }] }      | 1:86 | found the unknown key 'atributes'; did you mean 'attributes'?
            """)
    void whatIsNoTestSaysWhatIsWrongAndWhere(String text, String place, String message) {
        Folder folder = Folder.with(path, EMIT);
        folder.test("wrong", text.replace("ROWS", ROWS).replace("CALLS", CALLS));

        Answer answer = folder.run("test-pipelines");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("tests/wrong.json:" + place).contains(message);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreAnErrorToo() {
        Folder folder = Folder.with(path, EMIT);
        folder.write("pipelines/scores/tests/latin.json", "{ \"about\": \"é\" }".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(folder.run("test-pipelines").err())
                .contains("latin.json: expected UTF-8 text, found bytes that are none");
    }

    @Test
    void marksAndLineBreaksOfWindowsAreTaken() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("windows", "\ufeff{ " + ROWS + ",\r\n  " + CALLS + " }\r\n");

        assertThat(folder.run("test-pipelines").out()).startsWith("ok ");
    }

    @Test
    void aPipelineThatThereIsNotAndTestsOfNoneAreErrors() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("ok", "{ " + ROWS + ", " + CALLS + " }");

        assertThat(folder.run("test-pipelines", "--pipeline", "scroes").err())
                .isEqualTo("penstock: expected one of the pipelines scores, found 'scroes'; did you mean 'scores'?\n");
        assertThat(folder.run("plan", "--pipeline", "scroes").code()).isEqualTo(1);
        folder.write("pipelines/former/tests/a.json", "{}");
        assertThat(folder.run("test-pipelines").err())
                .contains("a.json: expected a pipeline in ", "pipeline.yaml that it tests, found none");
        assertThat(folder.run("test-pipelines", "--pipeline", "scores").code()).isZero();
    }

    @Test
    void anUpdateWritesOnlyTheCallsThatCameDifferently() {
        Folder folder = Folder.with(path, EMIT);
        String text = """
                {  "about":"as \\u0041da writes it",
                   "rows" : [ {"id":"1", "email":"ada@example.com", "tier":"free", "score": 1.50e0},
                              {"id":"2", "email":"bob@example.com", "tier":"pro"},
                              {"id":"3", "email":"cyd@example.com", "tier":"free"} ],
                   "calls": [
                      {"call":"identify",   "attributes":{"tier":"free","score":1.5}},
                      {"call":"identify", "attributes":{"tier":"free"} },
                      { "call":"track", "event":"gone" } ]
                }

                """;
        folder.test("own", text);

        assertThat(folder.run("test-pipelines", "--update").out()).startsWith("updated ");
        String expected = text.replace("""
                {"call":"identify", "attributes":{"tier":"free"} },
                      { "call":"track", "event":"gone" } ]""", """
                { "call": "identify", "attributes": { "tier": "pro" } },
                      {"call":"identify", "attributes":{"tier":"free"} }
                   ]""");
        assertThat(folder.read("pipelines/scores/tests/own.json")).isEqualTo(expected);
        assertThat(folder.run("test-pipelines", "--update").out()).startsWith("ok ");
        assertThat(folder.read("pipelines/scores/tests/own.json")).isEqualTo(expected);
    }

    @Test
    void anUpdateOfANewTestWritesEverythingThatCameInTheFilesOwnLineBreaks() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("fresh", "\ufeff{\r\n  " + ROWS + ",\r\n  \"calls\": []\r\n}\r\n");

        folder.run("test-pipelines", "--update");

        assertThat(folder.read("pipelines/scores/tests/fresh.json"))
                .isEqualTo("\ufeff{\r\n  " + ROWS + ",\r\n  \"calls\": [\r\n"
                        + "    { \"call\": \"identify\", \"to\": { \"email\": \"ada@example.com\" },"
                        + " \"attributes\": { \"tier\": \"free\" }, \"at\": \"2026-01-02T00:00:00Z\" }\r\n"
                        + "  ]\r\n}\r\n");
        assertThat(folder.run("test-pipelines").out()).startsWith("ok ");
    }

    @Test
    void anUpdateThatExpectsNothingAnyMoreWritesAnEmptyList() {
        Folder folder = Folder.with(path, EMIT);
        folder.test("none", "{ \"rows\": [],\n  " + CALLS + " }");

        folder.run("test-pipelines", "--update");

        assertThat(folder.read("pipelines/scores/tests/none.json")).isEqualTo("{ \"rows\": [],\n  \"calls\": [] }");
    }

    @Test
    void aRecordThatIsGivenUpNamesItsRow() {
        Folder folder = Folder.with(path, EMIT);
        String row = "\"rows\": [ { \"id\": \"7\", \"email\": \"ada@example.com\", \"tier\": \"" + "x".repeat(1001)
                + "\" } ]";
        String letter = "{ \"deadLetter\": \"unfit\", \"stage\": \"transform.classify\", \"row\": \"7\","
                + " \"reason\": \"identify: attribute 'tier' (from tier): expected at most 1000 bytes, found 1001\" }";
        folder.test("unfit", "{ " + row + ", \"calls\": [ " + letter + " ] }");
        folder.test("unnamed", "{ " + row + ", \"calls\": [ " + letter.replace(" \"row\": \"7\",", "") + " ] }");
        folder.test("other", "{ " + row + ", \"calls\": [ " + letter.replace("\"7\"", "\"8\"") + " ] }");

        assertThat(folder.run("test-pipelines").out())
                .contains("ok       scores/tests/unfit.json", "ok       scores/tests/unnamed.json")
                .contains("call 1, deadLetter: row: expected \"8\", got \"7\"");
    }

    @Test
    void halfACharacterIsSentAsUtf8HasIt() {
        Folder folder = Folder.with(path, "  transform: { script: transform.js }\n" + EMIT);
        folder.write(
                "pipelines/scores/transform.js",
                "export const transform = (row) => ({ tier: '\\ud83d' }); // half a character\n");
        folder.test(
                "half",
                "{ " + ROWS
                        + ",\n  \"calls\": [ { \"call\": \"identify\", \"attributes\": { \"tier\": \"\ufffd\" } } ] }");

        assertThat(folder.run("test-pipelines").out()).contains("1 test, none failed");
    }
}
