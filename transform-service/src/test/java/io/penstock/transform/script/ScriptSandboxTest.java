package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.ScriptErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script can reach, and what it finds there. */
class ScriptSandboxTest {
    private static ScriptFixture scripts;

    @BeforeAll
    static void open() {
        scripts = ScriptFixture.patient();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process", "require", "module", "Java", "Packages", "javet", "fetch", "XMLHttpRequest", "WebAssembly",
                        "SharedArrayBuffer",
                "Atomics", "setTimeout", "setInterval", "Deno", "Bun", "load", "print", "read", "quit", "d8"
            })
    void nothingOfTheHostIsThere(String name) {
        assertThat(scripts.value("return {type: typeof globalThis['" + name + "']};")
                        .get("type")
                        .textValue())
                .isEqualTo("undefined");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return {x: eval('1 + 1')};",
                "return {x: new Function('return 1')()};",
                "return {x: (() => {}).constructor('return 1')()};",
                "return {x: (async () => {}).constructor('return 1')()};",
                "return {x: Reflect.construct(Function, ['return this'])()};"
            })
    void codeFromStringsIsRefused(String body) {
        assertThat(scripts.error(body).name()).isEqualTo("EvalError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fs", "node:fs", "file:///etc/passwd", "./other.js", "data:text/javascript,export default 1"})
    void nothingCanBeImportedWhileRunning(String name) {
        var result = scripts.run("export async function transform() { await import('" + name + "'); return {}; }", "{}")
                .getFirst();
        assertThat(ScriptFixture.codeOf(result)).isEqualTo(ScriptErrorCode.SCRIPT_THREW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fs", "node:fs", "file:///etc/passwd", "x'y"})
    void nothingCanBeImportedAtTheTop(String name) {
        var rejected = scripts.rejection("import x from \"" + name + "\";\nexport function transform() { return {}; }");
        assertThat(rejected.code()).isEqualTo(ScriptErrorCode.PACKAGE_NOT_FOUND);
        assertThat(rejected).hasMessageContaining("Cannot find package '" + name + "'");
    }

    @Test
    void whatOneScriptDoesToTheLanguageNoOtherSees() {
        var polluted = scripts.run("""
                Object.prototype.polluted = 'yes';
                Array.prototype.push = () => { throw new Error('gone'); };
                JSON.stringify = () => '{}';
                Promise.prototype.then = () => null;
                String.prototype.split = () => [];
                Object.freeze = Reflect.ownKeys = Set.prototype.has = () => [];
                globalThis.leaked = 1;
                export function transform(row) { return {n: row.n}; }
                """, "{\"n\":1}", "{\"n\":2}");
        assertThat(polluted.stream().map(r -> valueOf(r).get("n").intValue())).containsExactly(1, 2);
        var other = scripts.value(
                "const a = []; a.push(1); return {polluted: typeof ({}).polluted, leaked: typeof globalThis.leaked, n: a.length};");
        assertThat(other).hasToString("{\"polluted\":\"undefined\",\"leaked\":\"undefined\",\"n\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw undefined;",
                "throw Symbol('s');",
                "throw new Proxy({}, {get() { throw 1; }});",
                "throw {get message() { throw 1; }, get stack() { throw 2; }};",
                "throw {toString() { throw 1; }};",
                "const e = new Error(); e.message = {}; e.stack = 5; e.name = []; throw e;",
                "Error.prepareStackTrace = () => { throw 1; }; throw new Error('x');"
            })
    void whateverIsThrownIsReported(String body) {
        assertThat(scripts.errorAmongGoodRows(body).code()).isEqualTo(ScriptErrorCode.SCRIPT_THREW);
    }

    @Test
    void anErrorQuotesTheScriptAndNeverTheRow() {
        var script = scripts.load("""
                export function transform(row) {
                  if (row.kind === 'type') return row.settings[row.email].x;
                  if (row.kind === 'json') return JSON.parse(row.email);
                  const error = new Error(`no tier ${row.tier} for ${row.email} of ${row.phone}`);
                  error.name = row.email;
                  throw error;
                }
                """);
        String row = "\"email\":\"ada.lovelace@example.com\",\"tier\":\"platinum\",\"phone\":\"+44 20 7946\"}";
        var results = scripts.run(
                script, "{\"kind\":\"type\"," + row, "{\"kind\":\"json\"," + row, "{\"kind\":\"text\"," + row);
        assertThat(results.stream().map(r -> ScriptFixture.errorOf(r).toString()))
                .containsExactly(
                        "TypeError: Cannot read properties of undefined (reading '….…@….…') (transform.js:2:47)",
                        "SyntaxError: Unexpected token '…', \"….…\"... is not valid JSON (transform.js:3:40)",
                        "Error: no tier … for ….…@….… of +… … … (transform.js:4:17)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "new Intl.NumberFormat('de-DE', {style: 'currency', currency: 'EUR'}).format(1234.5)|1.234,50 €",
                "new Intl.NumberFormat('en-IN').format(1234567)|12,34,567",
                "new Date(0).toLocaleString('fr-FR', {timeZone: 'Europe/Paris', dateStyle: 'long'})|1 janvier 1970",
                "new Date(0).toLocaleDateString('ja-JP-u-ca-japanese')|S45/1/1",
                "'Žluťoučký'.normalize('NFD').replace(/\\p{M}/gu, '')|Zlutoucky",
                "['ö', 'z', 'o'].sort(new Intl.Collator('sv').compare).join('')|ozö",
                "new Intl.PluralRules('ru').select(3)|few",
                "new Intl.RelativeTimeFormat('es').format(-1, 'day')|hace 1 día",
                "new Intl.ListFormat('it').format(['a', 'b', 'c'])|a, b e c",
                "new Intl.DisplayNames('pl', {type: 'region'}).of('DE')|Niemcy",
                "[...new Intl.Segmenter('th', {granularity: 'word'}).segment('สวัสดีครับ')].length|2",
                "new Intl.NumberFormat('xx').format(1.5)|1.5",
                "Intl.DateTimeFormat().resolvedOptions().timeZone|UTC",
                "Intl.DateTimeFormat().resolvedOptions().locale|en-US",
                "new Date(2026, 0, 1).toISOString()|2026-01-01T00:00:00.000Z",
                "Intl.supportedValuesOf('timeZone').length > 400|true",
                "/\\p{RGI_Emoji}/v.test('👩‍🚀')|true",
                "'İ'.toLocaleLowerCase('tr')|i"
            })
    void languagesAndTimeZonesWork(String expression, String expected) {
        assertThat(scripts.value("return {x: String(" + expression + ")};")
                        .get("x")
                        .textValue()
                        .replace('\u00a0', ' ')
                        .replace('\u202f', ' '))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "btoa('hello')|aGVsbG8=",
                "atob('aGVsbG8')|hello",
                "new TextEncoder().encode('é😀').join()|195,169,240,159,152,128",
                "(() => { const b = new Uint8Array(4), n = new TextEncoder().encodeInto('é😀', b); return [b.join(), n.read, n.written]; })()|195,169,0,0,1,2",
                "new TextDecoder().decode(new Uint8Array([195, 169, 240, 159, 152, 128, 255]))|é😀\ufffd",
                "JSON.stringify(structuredClone({a: [1, {b: new Date(0)}]}))|{\"a\":[1,{\"b\":\"1970-01-01T00:00:00.000Z\"}]}",
                "performance.now() >= 0|true",
                "console.log('x') === undefined && console.table([]) === undefined|true",
                "Object.getPrototypeOf(structuredClone(new Map([[1, {a: 1}]]))) === Map.prototype|true"
            })
    void whatPeopleExpectIsThere(String expression, String expected) {
        assertThat(scripts.value("return {x: String(" + expression + ")};")
                        .get("x")
                        .textValue())
                .isEqualTo(expected);
    }

    @Test
    void queuedMicrotasksRunBeforeTheRowIsAnswered() {
        var result = scripts.run(
                "export function transform() { return new Promise((resolve) => queueMicrotask(() => resolve({n: 1}))); }",
                "{}");
        assertThat(valueOf(result.getFirst()).get("n").intValue()).isEqualTo(1);
    }
}
