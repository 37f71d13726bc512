package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.codeOf;
import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script does to hang, starve or end its worker costs its own row and no other. */
class ScriptContainmentTest {
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
                "while (true);",
                "try { while (true); } finally { while (true); }",
                "return new Promise(() => { const f = () => queueMicrotask(f); f(); });",
                "return {toJSON() { while (true); }};",
                "return {then() { while (true); }};",
                "const a = [1]; while (true) a.includes(2);"
            })
    void anEndlessRowIsStopped(String body) {
        assertThat(scripts.errorAmongGoodRows(body).code()).isEqualTo(ScriptErrorCode.TIMEOUT);
    }

    @Test
    void aCatastrophicRegularExpressionIsDecidedByTheLinearEngine() {
        assertThat(scripts.value("return {is: /^(a+)+$/.test('a'.repeat(40) + '!')};")
                        .get("is")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void aCatastrophicRegularExpressionThatNeedsBacktrackingIsStopped() {
        assertThat(scripts.errorAmongGoodRows("return {is: /^(a+)+\\1$/.test('a'.repeat(40) + '!')};")
                        .code())
                .isEqualTo(ScriptErrorCode.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const a = []; while (true) a.push(new Array(1000).fill(1.5));",
                "const a = []; while (true) a.push(('x' + a.length).repeat(1000).split(''));",
                "const m = new Map(); for (let i = 0; ; i++) m.set(i, {i});",
                "const a = []; while (true) a.push(new Uint8Array(1 << 26).fill(1));",
                "return {a: new Array(1e9).fill(7)};",
                "return {s: 'x'.repeat(4e8) + row.n, o: {s: 'y'.repeat(4e8) + row.n}};"
            })
    void aRowThatEatsMemoryIsStopped(String body) {
        assertThat(scripts.errorAmongGoodRows(body).code())
                .isIn(
                        ScriptErrorCode.MEMORY,
                        ScriptErrorCode.TIMEOUT,
                        ScriptErrorCode.SCRIPT_KILLED_WORKER,
                        ScriptErrorCode.OUTPUT_TOO_LARGE,
                        ScriptErrorCode.SCRIPT_THREW);
    }

    @Test
    void aHeapBombIsToldFromACrashAndFromALongRun() {
        var patient = new ScriptLimits(Duration.ofSeconds(20), Duration.ofSeconds(30), 32L << 20);
        var script = scripts.load(
                "export const transform = () => { const a = []; while (true) a.push(new Array(10000).fill(1.5)); };",
                patient);
        assertThat(codeOf(scripts.run(script, "{}").getFirst())).isEqualTo(ScriptErrorCode.MEMORY);
    }

    @Test
    void anAnswerThatIsTooLongIsRefusedBeforeItLeaves() {
        assertThat(scripts.errorAmongGoodRows("return {s: 'x'.repeat(2 << 20)};")
                        .code())
                .isEqualTo(ScriptErrorCode.OUTPUT_TOO_LARGE);
        assertThat(scripts.errorAmongGoodRows("return {a: new Array(400000).fill('abc')};")
                        .code())
                .isEqualTo(ScriptErrorCode.OUTPUT_TOO_LARGE);
    }

    @Test
    void manyLargeAnswersComeInSeveralHandOvers() {
        var rows = IntStream.range(0, 12).mapToObj(i -> "{\"n\":" + i + "}").toArray(String[]::new);
        var results = scripts.run("export const transform = (row) => ({n: row.n, s: 'x'.repeat(900000)});", rows);
        assertThat(results.stream().map(r -> valueOf(r).get("n").intValue()))
                .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
    }

    @Test
    void manyLargeRowsGoInSeveralHandOvers() {
        var rows = IntStream.range(0, 6)
                .mapToObj(i -> "{\"n\":" + i + ",\"s\":\"" + "x".repeat(1_500_000) + "\"}")
                .toArray(String[]::new);
        var results = scripts.run("export const transform = (row) => ({n: row.n + row.s.length});", rows);
        assertThat(results.stream().map(r -> valueOf(r).get("n").intValue()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 6).mapToObj(i -> i + 1_500_000).toList());
    }

    @Test
    void endlessRecursionIsAnErrorOfTheRow() {
        RowError error = scripts.errorAmongGoodRows("const f = () => f() + 1; return f();");
        assertThat(error.code()).isEqualTo(ScriptErrorCode.SCRIPT_THREW);
        assertThat(error.message()).isEqualTo("Maximum call stack size exceeded");
    }

    @Test
    void aValueNestedTooDeepIsAnErrorOfTheRow() {
        assertThat(scripts.errorAmongGoodRows("let o = {}; for (let i = 0; i < 3000; i++) o = {o}; return o;")
                        .code())
                .isEqualTo(ScriptErrorCode.OUTPUT_NOT_READABLE);
    }

    @Test
    void aPromiseThatCanNeverSettleIsAnErrorAtOnce() {
        assertThat(scripts.errorAmongGoodRows("return new Promise(() => {});").code())
                .isEqualTo(ScriptErrorCode.NEVER_SETTLED);
    }

    @Test
    void aPromiseSettledByALaterRowComesTooLate() {
        var results = scripts.run("""
                let late;
                export function transform(row) {
                  if (row.n === 1) return new Promise((resolve) => { late = resolve; });
                  late?.({n: 'late'});
                  return {n: row.n};
                }
                """, "{\"n\":1}", "{\"n\":2}");
        assertThat(codeOf(results.get(0))).isEqualTo(ScriptErrorCode.NEVER_SETTLED);
        assertThat(valueOf(results.get(1)).get("n").intValue()).isEqualTo(2);
    }

    @Test
    void memoryHoardedByEarlierRowsIsNotBlamedOnTheLast() {
        var rows = IntStream.range(0, 40).mapToObj(i -> "{\"n\":" + i + "}").toArray(String[]::new);
        var results = scripts.run(
                "const kept = []; export const transform = (row) => { kept.push(new Array(400000).fill(row.n + 0.5)); return {n: row.n}; };",
                rows);
        assertThat(results).allMatch(r -> r instanceof RowResult.Ok);
    }

    @Test
    void severalBadRowsAreFoundInOneBatch() {
        var results = scripts.run(
                "export function transform(row) { if (row.n % 2) while (true); return {n: row.n}; }",
                "{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}");
        assertThat(results.stream().map(r -> r instanceof RowResult.Ok))
                .containsExactly(true, false, true, false, true);
        assertThat(codeOf(results.get(3))).isEqualTo(ScriptErrorCode.TIMEOUT);
    }

    @Test
    void aScriptThatCostsTooManyWorkersIsPausedUntilResumed() {
        try (var strict = ScriptFixture.pausingAfter(2, 1_000)) {
            var script = strict.load(
                    "export function transform(row) { if (row.bad) return {a: new Array(1e9).fill(7)}; return {n: 1}; }");
            var results = strict.run(script, "{\"bad\":true}", "{}", "{\"bad\":true}", "{}");
            assertThat(script.isPaused()).isTrue();
            assertThat(results.get(1)).isInstanceOf(RowResult.Ok.class);
            assertThat(codeOf(results.get(3))).isEqualTo(ScriptErrorCode.SCRIPT_PAUSED);
            assertThat(codeOf(strict.run(script, "{}").getFirst())).isEqualTo(ScriptErrorCode.SCRIPT_PAUSED);
            script.resume();
            assertThat(strict.run(script, "{}").getFirst()).isInstanceOf(RowResult.Ok.class);
        }
    }

    @Test
    void aScriptThatHangsOnRowAfterRowIsPaused() {
        try (var strict = ScriptFixture.pausingAfter(1_000, 2)) {
            var script = strict.load("export function transform(row) { while (true); }");
            var results = strict.run(script, "{}", "{}", "{}");
            assertThat(results.stream().map(ScriptFixture::codeOf))
                    .containsExactly(ScriptErrorCode.TIMEOUT, ScriptErrorCode.TIMEOUT, ScriptErrorCode.SCRIPT_PAUSED);
        }
    }
}
