package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.errorOf;
import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The author's own files beside the script. */
class ScriptModulesTest {
    private static ScriptFixture scripts;

    @BeforeAll
    static void open() {
        scripts = ScriptFixture.patient();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    @Test
    void aScriptImportsFilesAndTheyImportEachOtherInCircles() {
        var result = run(
                "import { score } from './lib/score.js';\nexport const two = 2;\nexport const transform = (row) => ({n: score(row.n)});",
                Map.of(
                        "lib/score.js",
                                "import { twice } from './deep/twice.js';\nexport const score = (n) => twice(n) + 1;",
                        "lib/deep/twice.js",
                                "import { two } from '../../transform.js';\nexport const twice = (n) => n * two;"));
        assertThat(valueOf(result).get("n").intValue()).isEqualTo(21);
    }

    @Test
    void aFileImportsAPackageAndIsNotTakenForOne() {
        var result = run(
                "import Big from 'big.js';\nimport { Big as own } from './big.js';\nexport const transform = () => ({a: String(Big('0.1').plus('0.2')), b: own});",
                Map.of("big.js", "import ms from 'ms';\nexport const Big = ms('1s');"));
        assertThat(valueOf(result)).hasToString("{\"a\":\"0.3\",\"b\":1000}");
    }

    @Test
    void anErrorNamesTheFileWhereItWasThrown() {
        var result = run(
                "import { name } from './lib/name.js';\nexport const transform = (row) => ({n: name(row)});",
                Map.of("lib/name.js", "// names\nexport const name = (row) =>\n  row.who.name;"));
        assertThat(errorOf(result))
                .hasToString("TypeError: Cannot read properties of undefined (reading 'name') (lib/name.js:3:11)");
    }

    @Test
    void whatAPackageThrowsIsBlamedOnTheLineThatCalledIt() {
        RowError error = errorOf(run(
                "import Big from 'big.js';\nexport function transform(row) {\n  return {n: Big(row.text)};\n}",
                Map.of()));
        assertThat(error.place()).isEqualTo(new Place("transform.js", 3, 14));
    }

    @Test
    void whatAPackageThrowsDeepInsideIsBlamedOnTheLineThatCalledIt() {
        RowError error = errorOf(run(
                "import { evaluate } from 'mathjs';\nexport const transform = () =>\n  ({n: evaluate('1 + (2 * ')});",
                Map.of()));
        assertThat(error.place()).isEqualTo(new Place("transform.js", 3, 8));
    }

    @Test
    void aMistakeInAFileIsRefusedWithItsPlace() {
        var rejected = rejection(
                "import './lib/broken.js';\nexport const transform = () => ({});",
                Map.of("lib/broken.js", "export const a = 1;\nexport const b = ;"));
        assertThat(rejected).hasMessage("scores@7: lib/broken.js:2:18: SyntaxError: Unexpected token ';'");
        var thrown = rejection(
                "import './lib/throws.js';\nexport const transform = () => ({});",
                Map.of("lib/throws.js", "\n  settings.limit;"));
        assertThat(thrown.place()).isEqualTo(new Place("lib/throws.js", 2, 3));
    }

    @Test
    void aFileThatIsNotThereIsRefusedWithItsName() {
        for (String name : List.of("./none.js", "../none.js", "../../../etc/passwd", "./")) {
            var rejected = rejection(
                    "import x from '" + name + "';\nexport const transform = () => ({});", Map.of("lib/none.js", ""));
            assertThat(rejected.code()).as(name).isEqualTo(ScriptErrorCode.PACKAGE_NOT_FOUND);
            assertThat(rejected).hasMessageContaining("Cannot find file '");
        }
    }

    @Test
    void anErrorMayQuoteTheWordsOfAnyFile() {
        var result = run(
                "import { check } from './lib/check.js';\nexport const transform = (row) => check(row);",
                Map.of("lib/check.js", "export const check = (row) => { throw new Error('tariff ' + row.text); };"));
        assertThat(errorOf(result).message()).isEqualTo("tariff …");
    }

    private static RowResult run(String text, Map<String, String> modules) {
        return scripts.run(scripts.load(source(text, modules)), "{\"n\":10,\"text\":\"abc\"}")
                .getFirst();
    }

    private static ScriptRejected rejection(String text, Map<String, String> modules) {
        return catchThrowableOfType(
                ScriptRejected.class, () -> scripts.runtime().load(source(text, modules)));
    }

    private static ScriptSource source(String text, Map<String, String> modules) {
        return new ScriptSource("scores", "7", "transform.js", text, modules, List.of(), ScriptFixture.LIMITS);
    }
}
