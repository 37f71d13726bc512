package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.codeOf;
import static io.penstock.transform.script.ScriptFixture.errorOf;
import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.transform.script.protocol.EngineName;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * QuickJS does what V8 does, or says what it cannot. A share of the attacks and packages; all of them, and the other
 * tests of this package, with {@code -Dpenstock.engine=quickjs}.
 */
class QuickJsTest {
    private static final int EVERY = 9;

    private static ScriptFixture scripts;
    private static AttackArena arena;

    @BeforeAll
    static void open() throws ScriptRejected {
        scripts = ScriptFixture.patient(ScriptEngineChoice.QUICKJS);
        arena = new AttackArena(ScriptEngineChoice.QUICKJS);
    }

    @AfterAll
    static void close() {
        arena.close();
        scripts.close();
    }

    static Stream<Attack> attacks() throws IOException {
        List<Attack> all = Attack.of(EngineName.QUICKJS);
        return IntStream.range(0, all.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(all::get)
                .filter(attack -> !attack.expected().contains("SCRIPT_KILLED_WORKER"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void anAttackEndsAsARecordFaultOrAHarmlessValue(Attack attack) {
        arena.run(attack);
    }

    @Test
    void aRowCannotDefineAGlobalAnew() {
        var results = scripts.run("""
                class Root { constructor() { return globalThis; } }
                export function transform(row) {
                  const tries = [() => Object.defineProperty(globalThis, 'Map', { value: 1 }), () => { Map = 1; },
                    () => new (class extends Root { Map = 1; })(), () => Object.defineProperty(globalThis, 'denseOf', { value: 1 })];
                  const refused = tries.filter((t) => { try { t(); } catch { return true; } });
                  return { refused: refused.length, map: new Map([[1, 2]]).size, dense: denseOf([1]).length };
                }
                """, "{}", "{}");
        assertThat(results)
                .extracting(result -> valueOf(result).toString())
                .containsOnly("{\"refused\":4,\"map\":1,\"dense\":1}");
    }

    @Test
    void anExportThatIsNotThereIsNamedWithItsPlace() {
        assertThat(scripts.rejection("import { nope } from 'dayjs';\nexport const transform = () => ({});"))
                .hasMessage("scores@7: transform.js:1:22: SyntaxError: 'dayjs' has no export 'nope'");
    }

    static Stream<String> packages() throws IOException {
        List<String> all = lines("/script/packages.txt");
        return IntStream.range(0, all.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(all::get)
                .filter(line -> !needs().containsKey(line.split("\t")[0]));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageWorks(String line) {
        String[] fields = line.split("\t");
        var script = scripts.load(
                fields[1] + ";\nexport async function transform() { return {x: String(" + fields[2] + ")}; }");
        assertThat(valueOf(scripts.run(script, "{}").getFirst()).get("x").textValue())
                .isEqualTo(fields[3]);
    }

    @Test
    void aPackageThatNeedsWhatIsNotThereIsRefusedByName() {
        assertThat(needs()).isNotEmpty();
        needs().forEach((name, need) -> {
            var rejected =
                    scripts.rejection("import * as p from '" + name + "';\nexport const transform = () => ({});");
            assertThat(rejected.code()).isEqualTo(ScriptErrorCode.PACKAGE_NOT_FOUND);
            assertThat(rejected)
                    .hasMessage("scores@7: transform.js:1:20: Package '" + name + "' needs " + need
                            + ", which QuickJS has not");
        });
    }

    @Test
    void theEngineSaysItsNameAndVersion() {
        scripts.run("export const transform = () => ({});", "{}");
        assertThat(scripts.runtime().engine()).matches("QuickJS 20\\d\\d-\\d\\d-\\d\\d");
    }

    @Test
    void bothFormsAndFilesOfTheAuthorWork() {
        var send = scripts.load("async function send(payload, headers) {\n"
                + "  await null; return [{type: 'identify', userId: payload.id, traits: {at: headers.asOf}}];\n}");
        assertThat(send.form()).isEqualTo(ScriptForm.SEND);
        assertThat(valueOf(scripts.run(send, "{\"id\":\"𝒳\"}").getFirst()))
                .hasToString(
                        "[{\"type\":\"identify\",\"userId\":\"𝒳\",\"traits\":{\"at\":\"2026-11-22T10:15:30Z\"}}]");
        var circle = scripts.load(source(
                "import { score } from './lib/score.js';\nexport const two = 2;\nexport const transform = (row) => ({n: score(row.n)});",
                Map.of(
                        "lib/score.js",
                                "import { twice } from './deep/twice.js';\nexport const score = (n) => twice(n) + 1;",
                        "lib/deep/twice.js",
                                "import { two } from '../../transform.js';\nexport const twice = (n) => n * two;")));
        assertThat(valueOf(scripts.run(circle, "{\"n\":10}").getFirst())).hasToString("{\"n\":21}");
    }

    @Test
    void errorsNameTheAuthorsFileAndLine() {
        var script = scripts.load(source(
                "import { name } from './lib/name.js';\nexport const transform = (row) => ({n: name(row)});",
                Map.of("lib/name.js", "// names\nexport const name = (row) =>\n  row.who.name;")));
        RowError error = errorOf(scripts.run(script, "{}").getFirst());
        assertThat(error.name()).isEqualTo("TypeError");
        assertThat(error.place().file()).isEqualTo("lib/name.js");
        assertThat(error.place().line()).isEqualTo(3);
        assertThat(rejection(
                                "import './lib/broken.js';\nexport const transform = () => ({});",
                                Map.of("lib/broken.js", "export const a = 1;\nexport const b = ;"))
                        .place())
                .extracting(Place::file, Place::line)
                .containsExactly("lib/broken.js", 2);
        assertThat(scripts.rejection("\nconst limit = settings.limit;\nexport function transform(row) { return {}; }"))
                .hasMessageContaining("transform.js:2:")
                .hasMessageContaining("its top level threw ReferenceError");
    }

    @Test
    void whatIsPrintedHasItsPlaceAndIsMasked() {
        var script = scripts.load(new ScriptSource(
                "printing-in-quickjs",
                "7",
                "transform.js",
                "export function transform(row) {\n  console.log('tier', row.tier, row.email);\n  return {};\n}",
                Map.of(),
                List.of("email"),
                ScriptFixture.LIMITS));
        scripts.run(script, "{\"tier\":\"gold\",\"email\":\"ada@example.com\"}");
        assertThat(scripts.runtime().log().of("printing-in-quickjs").lines())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.text()).isEqualTo("tier gold …@….…");
                    assertThat(line.place().line()).isEqualTo(2);
                });
    }

    @Test
    void aRowThatEatsMemoryIsToldFromOneThatThrows() {
        var patient = new ScriptLimits(Duration.ofSeconds(20), Duration.ofSeconds(30), 64L << 20);
        var script = scripts.load(
                "export const transform = () => { const a = []; while (true) a.push(new Uint8Array(1 << 22).fill(1)); };",
                patient);
        assertThat(codeOf(scripts.run(script, "{}").getFirst())).isEqualTo(ScriptErrorCode.MEMORY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1234.5).toLocaleString()",
                "new Date(0).toLocaleDateString('de')",
                "'a'.localeCompare('b')",
                "'I'.toLocaleLowerCase('tr')",
                "Intl.DateTimeFormat().resolvedOptions().timeZone"
            })
    void whatWouldAnswerOtherwiseThanInV8Throws(String expression) {
        assertThat(scripts.error("return {x: " + expression + "};").toString()).contains("Intl");
    }

    @Test
    void anErrorThatIsNamedLikeAClassOfJavaMakesNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("kept.txt"), "kept");
        scripts.run(
                "export function transform() {\n  const e = new Error('" + file
                        + "'); e.name = 'java.io.FileOutputStream'; delete e.stack;\n"
                        + "  Promise.reject(e); throw e;\n}",
                "{}");
        assertThat(file).hasContent("kept");
    }

    private static Map<String, String> needs() {
        try {
            return lines("/io/penstock/transform/script/packages/needs.tsv").stream()
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toMap(f -> f[0], f -> f[1]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = QuickJsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static ScriptRejected rejection(String text, Map<String, String> modules) {
        return catchThrowableOfType(
                ScriptRejected.class, () -> scripts.runtime().load(source(text, modules)));
    }

    private static ScriptSource source(String text, Map<String, String> modules) {
        return new ScriptSource("scores", "7", "transform.js", text, modules, List.of(), ScriptFixture.LIMITS);
    }
}
