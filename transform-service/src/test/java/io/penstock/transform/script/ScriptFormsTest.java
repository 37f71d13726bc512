package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.errorOf;
import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptFormsTest {
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
    void transformGivesNamedValuesForARow() {
        var script = scripts.load("""
                export function transform(row) {
                  const top = Object.entries(row.feature_summary?.contributions ?? {}).sort((a, b) => b[1] - a[1])[0];
                  return { score: row.upgrade_likelihood_score, tier: row.account_tier, topFeature: top?.[0] ?? null,
                           low: row.confidence_interval?.low ?? null };
                }
                """);
        var result = scripts.run(script, """
                {"upgrade_likelihood_score": 0.71, "account_tier": "pro", "confidence_interval": {"low": 0.6, "high": 0.8},
                 "feature_summary": {"contributions": {"seats": 0.1, "logins": 0.4}}}""").getFirst();
        assertThat(script.form()).isEqualTo(ScriptForm.TRANSFORM);
        assertThat(valueOf(result))
                .hasToString("{\"score\":0.71,\"tier\":\"pro\",\"topFeature\":\"logins\",\"low\":0.6}");
    }

    @Test
    void transformSeesItsContext() {
        assertThat(scripts.value("return {...context};"))
                .hasToString(
                        "{\"pipeline\":\"scores\",\"version\":\"7\",\"asOf\":\"2026-11-22T10:15:30Z\",\"key\":\"key-1\"}");
    }

    @Test
    void anAsyncTransformIsAwaited() {
        var results = scripts.run("""
                export async function transform(row) {
                  await null;
                  if (row.n === 2) return null;
                  return {n: await Promise.resolve(row.n * 10)};
                }
                """, "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(valueOf(results.get(0)).get("n").intValue()).isEqualTo(10);
        assertThat(results.get(1)).isEqualTo(new RowResult.Dropped());
        assertThat(valueOf(results.get(2)).get("n").intValue()).isEqualTo(30);
    }

    @Test
    void sendWithoutExportReturnsClassifiedCalls() {
        var script = scripts.load("""
                async function send(payload, headers) {
                  return [{type: 'identify', userId: payload.id, traits: {score: payload.score, asOf: headers.asOf}},
                          {type: 'track', userId: payload.id, event: 'scored', properties: {}}];
                } // the end""");
        var calls = valueOf(scripts.run(script, "{\"id\":\"u1\",\"score\":0.5}").getFirst());
        assertThat(script.form()).isEqualTo(ScriptForm.SEND);
        assertThat(calls)
                .hasToString(
                        "[{\"type\":\"identify\",\"userId\":\"u1\",\"traits\":{\"score\":0.5,\"asOf\":\"2026-11-22T10:15:30Z\"}},"
                                + "{\"type\":\"track\",\"userId\":\"u1\",\"event\":\"scored\",\"properties\":{}}]");
    }

    @Test
    void sendMayBeExportedAndMayBeSynchronous() {
        assertThat(scripts.load("export async function send(p) { return []; }").form())
                .isEqualTo(ScriptForm.SEND);
        assertThat(scripts.load("const send = (p) => [];").form()).isEqualTo(ScriptForm.SEND);
    }

    @Test
    void nullUndefinedAndNoCallDropTheRow() {
        assertThat(scripts.body("return null;")).isEqualTo(new RowResult.Dropped());
        assertThat(scripts.body("return;")).isEqualTo(new RowResult.Dropped());
        assertThat(scripts.run("function send() { return []; }", "{}").getFirst())
                .isEqualTo(new RowResult.Dropped());
    }

    @Test
    void anythingElseThanTheFormAsksForIsAnError() {
        for (String value : List.of("1", "'x'", "[{}]", "true", "() => 1", "Symbol('s')")) {
            assertThat(scripts.error("return " + value + ";").code()).as(value).isEqualTo(ScriptErrorCode.BAD_RETURN);
        }
        for (String value : List.of("{type: 'track'}", "[{event: 'x'}]", "['track']", "[null]")) {
            var result = scripts.run("function send() { return " + value + "; }", "{}")
                    .getFirst();
            assertThat(errorOf(result).code()).as(value).isEqualTo(ScriptErrorCode.BAD_RETURN);
        }
    }

    @Test
    void aThrowingRowCostsItsNeighboursNothing() {
        RowError error = scripts.errorAmongGoodRows("return row.missing.name;");
        assertThat(error)
                .isEqualTo(new RowError(
                        ScriptErrorCode.SCRIPT_THREW,
                        "TypeError",
                        "Cannot read properties of undefined (reading 'name')",
                        new Place("transform.js", 1, 72)));
        assertThat(error)
                .hasToString("TypeError: Cannot read properties of undefined (reading 'name') (transform.js:1:72)");
    }

    @Test
    void aValueThatIsNoJsonIsAnErrorOfItsRow() {
        assertThat(scripts.errorAmongGoodRows("return {n: 1n};").message())
                .isEqualTo("Do not know how to serialize a BigInt in 'n'");
        assertThat(scripts.errorAmongGoodRows("const o = {}; o.o = o; return o;")
                        .name())
                .isEqualTo("TypeError");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new Map([['a', 1]])|a Map: use Object.fromEntries",
                "new Set([1])|a Set: use Array.from",
                "Promise.resolve(1)|a Promise: await it",
                "[1].values()|an iterator: use Array.from",
                "(async function* () {})()|an async iterator: use Array.from"
            })
    void whatJsonWouldEmptyIsAnErrorThatNamesItsPlaceInTheAnswer(String expression, String what) {
        assertThat(scripts.error("return {traits: {tags: [1, " + expression + "]}};")
                        .message())
                .isEqualTo("Do not know how to serialize " + what + " in 'traits.tags.1'");
        assertThat(scripts.value("return {text: JSON.stringify([" + expression + "])};")
                        .get("text")
                        .textValue())
                .isEqualTo("[{}]");
    }

    @Test
    void anAnswerThatIsAMapIsNotAnEmptyOne() {
        assertThat(scripts.error("return new Map([['a', 1]]);").code()).isEqualTo(ScriptErrorCode.SCRIPT_THREW);
        var calls = scripts.run("function send() { return [{type: 'identify', traits: new Map([['a', 1]])}]; }", "{}");
        assertThat(errorOf(calls.getFirst()).message()).contains("a Map").contains("traits");
    }

    @Test
    void whatIsThrownAndIsNoErrorIsSaid() {
        var results = scripts.run(
                "export async function transform(row) { if (row.n) throw row.n; throw 'no tier for ' + row.email; }",
                "{\"email\":\"ada@example.com\"}",
                "{\"n\":815}");
        assertThat(results.stream().map(r -> errorOf(r).toString()))
                .containsExactly("Error: no tier for …@….…", "Error: …");
        assertThat(scripts.error("throw null;")).hasToString("Error: null");
    }

    @Test
    void anErrorNamesItsOwnClassAndItsCauses() {
        var results = scripts.run("""
                class TierError extends Error { name = 'TierError'; }
                export function transform(row) {
                  try { return row.tier.name; } catch (cause) {
                    throw new TierError('no tier', { cause });
                  }
                }
                """, "{}");
        assertThat(errorOf(results.getFirst()).toString())
                .isEqualTo(
                        "TierError: no tier [caused by TypeError: Cannot read properties of undefined (reading 'name')"
                                + " (transform.js:3:25)] (transform.js:4:11)");
        assertThat(scripts.error("return Promise.any([Promise.reject(new RangeError('row'))]);")
                        .message())
                .startsWith("All promises were rejected [caused by RangeError: row (transform.js:1:");
        assertThat(scripts.error("const e = new Error('row'); e.cause = e; throw e;")
                        .message())
                .hasSizeLessThan(400);
        assertThat(scripts.error("throw new Error('row', {cause: {get message() { throw 1; }}});")
                        .message())
                .isEqualTo("row [caused by Error]");
    }

    @Test
    void numbersBeyondDoublesCanBeAnsweredButNoneThatNobodyReads() {
        assertThat(
                        scripts.body(
                                "return {a: JSON.rawJSON('9007199254740993'), b: JSON.rawJSON('\"1e9999\"'), c: JSON.rawJSON('1e400')};"))
                .isEqualTo(new RowResult.Ok("{\"a\":9007199254740993,\"b\":\"1e9999\",\"c\":1e400}"));
        for (String number : List.of("1e99999999999", "-1.5E+0999999999", "1e-9999")) {
            assertThat(scripts.errorAmongGoodRows("return {a: JSON.rawJSON('" + number + "')};")
                            .name())
                    .isEqualTo("RangeError");
        }
    }

    @Test
    void halfAnEmojiBecomesWhatItIsInUtf8() {
        var result = scripts.run(
                        "export const transform = (row) => ({ [row.t.slice(0, 2)]: row.t.slice(2), both: row.t, plain: '\\\\ud83d' });",
                        "{\"t\":\"a😀b\"}")
                .getFirst();
        assertThat(result)
                .isEqualTo(new RowResult.Ok("{\"a\ufffd\":\"\ufffdb\",\"both\":\"a😀b\",\"plain\":\"\\\\ud83d\"}"));
    }

    @Test
    void numbersKeepTheirDigitsOnTheWayBack() {
        var value = scripts.value("return {a: 0.1, b: 1e21, c: 123456789012, d: 5e-324, e: 2**53};");
        assertThat(value.get("a").decimalValue()).isEqualTo(new BigDecimal("0.1"));
        assertThat(value.get("b").decimalValue()).isEqualTo(new BigDecimal("1e+21"));
        assertThat(value.get("c").longValue()).isEqualTo(123456789012L);
        assertThat(value.get("d").decimalValue()).isEqualTo(new BigDecimal("5e-324"));
        assertThat(value.get("e").longValue()).isEqualTo(1L << 53);
    }

    @Test
    void textArrivesAsItWasWhateverItHolds() {
        String text = "line\\nbreak \\u001f \\u2028 \\u0000 \\\" \\\\ 😀 é";
        var value = valueOf(scripts.run(
                        "export const transform = (row) => ({t: row.t, n: row.t.length});", "{\"t\":\"" + text + "\"}")
                .getFirst());
        assertThat(value.get("t").textValue()).isEqualTo("line\nbreak \u001f \u2028 \u0000 \" \\ 😀 é");
        assertThat(value.get("n").intValue()).isEqualTo("line\nbreak \u001f \u2028 \u0000 \" \\ 😀 é".length());
    }

    @Test
    void vectorsOfSparkAreRead() {
        String helpers =
                "export const transform = (row) => ({dense: denseOf(row.v), second: at(row.v, 1), out: at(row.v, 9), top: argmax(row.v)});";
        var results = scripts.run(
                helpers,
                "{\"v\":{\"type\":1,\"size\":null,\"indices\":null,\"values\":[0.2,0.7,0.1]}}",
                "{\"v\":{\"type\":0,\"size\":4,\"indices\":[1,3],\"values\":[-1.5,-2]}}",
                "{\"v\":{\"type\":0,\"size\":2,\"indices\":[0,1],\"values\":[-3,-2]}}",
                "{\"v\":[5,6]}",
                "{\"v\":null}",
                "{\"v\":{\"type\":0,\"size\":3,\"indices\":[],\"values\":[]}}");
        assertThat(results.stream().map(r -> valueOf(r).toString()))
                .containsExactly(
                        "{\"dense\":[0.2,0.7,0.1],\"second\":0.7,\"out\":null,\"top\":1}",
                        "{\"dense\":[0,-1.5,0,-2],\"second\":-1.5,\"out\":null,\"top\":0}",
                        "{\"dense\":[-3,-2],\"second\":-2,\"out\":null,\"top\":1}",
                        "{\"dense\":[5,6],\"second\":6,\"out\":null,\"top\":1}",
                        "{\"dense\":null,\"second\":null,\"out\":null,\"top\":null}",
                        "{\"dense\":[0,0,0],\"second\":0,\"out\":null,\"top\":0}");
    }

    @Test
    void aRowThatIsNoJsonCostsItsNeighboursNothing() {
        Script script = scripts.load("export const transform = (row, { key }) => ({ n: row.n, key })");
        var rows = Stream.of("{\"n\":1}", "{\"n\":", "{\"n\"\r\n:\n3}")
                .map(json -> new Row(json, "k" + json.length(), Instant.EPOCH))
                .toList();
        List<RowResult> results = scripts.runtime().run(script, rows);
        assertThat(errorOf(results.get(1)).code()).isEqualTo(ScriptErrorCode.SCRIPT_THREW);
        assertThat(List.of(results.get(0), results.get(2)))
                .containsExactly(
                        new RowResult.Ok("{\"n\":1,\"key\":\"k7\"}"), new RowResult.Ok("{\"n\":3,\"key\":\"k10\"}"));
    }

    @Test
    void aSyntaxErrorNamesItsPlace() {
        var rejected = scripts.rejection("export function transform(row) {\n  return {a: 1;\n}\n");
        assertThat(rejected.code()).isEqualTo(ScriptErrorCode.SCRIPT_REJECTED);
        assertThat(rejected.place()).isEqualTo(new Place("transform.js", 2, 15));
        assertThat(rejected).hasMessage("scores@7: transform.js:2:15: SyntaxError: Unexpected token ';'");
    }

    @Test
    void aTopLevelThatThrowsNamesItsPlace() {
        var rejected =
                scripts.rejection("const limit = settings.limit;\nexport function transform(row) { return {}; }");
        assertThat(rejected)
                .hasMessage("scores@7: transform.js:1:15: its top level threw ReferenceError: settings is not defined");
    }

    @Test
    void aScriptWithoutItsFunctionIsRefused() {
        assertThat(scripts.rejection("export const x = 1;"))
                .hasMessageContaining("expected 'export function transform(row, context)'");
        assertThat(scripts.rejection("export function transform() {}\nfunction send() {}"))
                .hasMessageContaining("both transform and send");
    }

    @Test
    void aTopLevelThatNeverEndsIsRefused() {
        assertThat(scripts.rejection("while (true);")).hasMessageContaining("its top level runs too long");
        assertThat(scripts.rejection("await new Promise(() => {});"))
                .hasMessageContaining("its top level waits for ever");
        // Which of the two limits comes first depends on how much of a processor the worker gets.
        assertThat(scripts.rejection("const a = []; while (true) a.push(new Array(1000).fill(1.5));"))
                .message()
                .containsAnyOf("memory", "its top level runs too long");
        assertThat(scripts.rejection("new Array(1e9).fill(7);")).hasMessageContaining("its top level");
    }

    @Test
    void aPackageThatIsNotOnOfferIsNamed() {
        var rejected =
                scripts.rejection("import { DateTime } from 'vm2';\nexport function transform(row) { return {}; }");
        assertThat(rejected.code()).isEqualTo(ScriptErrorCode.PACKAGE_NOT_FOUND);
        assertThat(rejected).hasMessage("scores@7: transform.js:1:10: Cannot find package 'vm2'");
    }

    @Test
    void anEmptyBatchHasNoResults() {
        assertThat(scripts.run(scripts.load("export function transform(row) { return {}; }")))
                .isEmpty();
    }
}
