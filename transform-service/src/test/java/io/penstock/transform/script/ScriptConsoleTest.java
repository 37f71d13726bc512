package io.penstock.transform.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.Printed.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts print: where it is found, what of it, how much of it. */
class ScriptConsoleTest {
    private static final AtomicInteger PIPELINE = new AtomicInteger();
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
    void aPrintedLineHasItsLevelItsPlaceAndItsVersion() {
        ScriptLog.Page page = printed("""
                export function transform(row) {
                  console.log('plain'); console.info('told'); console.warn('odd');
                  console.error('bad'); console.debug('small');
                  return {};
                }
                """, List.of(), "{}");
        assertThat(page.lines().stream().map(line -> line.level() + " " + line.place() + " " + line.text()))
                .containsExactly(
                        "INFO transform.js:2:11 plain",
                        "INFO transform.js:2:33 told",
                        "WARN transform.js:2:55 odd",
                        "ERROR transform.js:3:11 bad",
                        "DEBUG transform.js:3:33 small");
        assertThat(page.lines()).allMatch(line -> line.version().equals("7"));
        assertThat(page.dropped()).isZero();
    }

    @Test
    void valuesOfTheRowAreMaskedWhenNobodySaidWhatIsPersonal() {
        assertThat(text("console.log('tier', row.tier, 'of', row.email, row);", List.of()))
                .isEqualTo("tier … of …@….… {tier: \"…\", …: ….…, email: \"…@….…\", …: {…: \"…\"}}");
    }

    @Test
    void columnsThatAreNotDeclaredPersonalAreShownOnceSomeAre() {
        assertThat(text("console.log('tier', row.tier, row.score, 'of', row.email, context.key);", List.of("email")))
                .isEqualTo("tier platinum 0.75 of …@….… key-…");
        assertThat(text("console.log(row.address.city, row.email);", List.of("email", "address")))
                .isEqualTo("… …@….…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'%s has %d of %j, %%', 'tier', '3', {a: 1}|tier has 3 of {a: 1}, %",
                "[1, 'a', null, undefined, true]|[1, \"a\", null, undefined, true]",
                "new Error('a')|Error: a",
                "new Map([['a', {b: 1}], [1, 2]]), new Set([1, 'a']), /a+/g|Map {\"a\" => {b: 1}, 1 => 2} Set {1, \"a\"} /a+/g",
                "() => 1, 1n, Symbol('a')|[function] 1 Symbol(a)",
                "{get a() { throw 1; }}|{a: [cannot be read]",
                "new Proxy({}, {ownKeys() { throw 1; }})|[cannot be read]",
                "(() => { const a = {}; a.a = a; return a; })()|{a: {a: {a: {a: [...]}}}}"
            })
    void everythingCanBePrinted(String arguments, String expected) {
        assertThat(text("console.log(" + arguments + ");", List.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (let i = 0; i < 1000; i++) console.log('n');",
                "console.log('n'.repeat(1e6)); console.log(new Array(1e5).fill('n')); for (let i = 0; i < 998; i++) console.log('n');"
            })
    void whatIsTooMuchIsCounted(String body) {
        ScriptLog.Page page = printed("export function transform(row) { " + body + " return {}; }", List.of(), "{}");
        assertThat(page.lines().size() + page.dropped()).isEqualTo(1000);
        // A test that runs over the end of a minute sees the bound of the next one.
        assertThat(page.lines()).hasSizeBetween(ScriptLog.PER_MINUTE, 2 * ScriptLog.PER_MINUTE);
        assertThat(page.lines()).allMatch(line -> line.text().length() <= 501);
    }

    @Test
    void theTopLevelIsPrintedInFullAndOnce() {
        var script = load(
                "console.log('loaded', [41].map((n) => n + 1)[0]);\nexport function transform() { return {}; }",
                List.of());
        scripts.run(script, "{}");
        assertThat(page(script).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).isEqualTo("loaded 42"));
    }

    @Test
    void aRowThatIsGivenUpIsHeardOnce() {
        var script = load(
                "export function transform(row) { console.log(row.n === 2 ? 'two' : 'other');"
                        + " if (row.n === 2) while (true); return {}; }",
                List.of());
        scripts.run(script, "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(page(script).lines().stream().map(ScriptLog.Line::text)).containsExactly("other", "two", "other");
    }

    @Test
    void aScriptThatTearsTheConsoleDownHurtsNobody() {
        var script = load("""
                console.log = null;
                Array.prototype.join = () => 'x'; String.prototype.replaceAll = () => { throw 1; };
                Error.prepareStackTrace = () => ({});
                export function transform(row) { try { console.log('a'); } catch { console.warn('b'); } return {}; }
                """, List.of());
        assertThat(scripts.run(script, "{}", "{}")).allMatch(result -> result instanceof RowResult.Ok);
        assertThat(page(script).lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line.level()).isEqualTo(Level.WARN);
            assertThat(line.text()).isEqualTo("b");
            assertThat(line.place()).isEqualTo(Place.UNKNOWN);
        });
    }

    @Test
    void theLogOfAPipelineKeepsItsLastLines() {
        var clock = new MovableClock();
        var log = new ScriptLog(clock);
        var source = ScriptSource.of("p", "1", "", ScriptLimits.DEFAULT);
        IntStream.range(0, 10).forEach(minute -> {
            clock.minutes(minute);
            log.add(source, MovableClock.lines(minute + ".", 50));
        });
        assertThat(log.of("p").lines()).hasSize(ScriptLog.KEPT);
        assertThat(log.of("p").lines().getLast().text()).isEqualTo("9.49");
        assertThat(log.of("p").dropped()).isZero();
        log.add(source, MovableClock.lines("more.", 50));
        assertThat(log.of("p").dropped()).isEqualTo(40);
        assertThat(log.of("q").lines()).isEmpty();
    }

    private static String text(String body, List<String> personal) {
        String row =
                "{\"tier\":\"platinum\",\"score\":0.75,\"email\":\"ada@example.com\",\"address\":{\"city\":\"Turin\"}}";
        List<ScriptLog.Line> lines = printed(
                        "export function transform(row, context) { " + body + " return {}; }", personal, row)
                .lines();
        assertThat(lines).hasSize(1);
        return lines.getFirst().text();
    }

    private static ScriptLog.Page printed(String text, List<String> personal, String... rows) {
        var script = load(text, personal);
        scripts.run(script, rows);
        return page(script);
    }

    private static Script load(String text, List<String> personal) {
        return scripts.load(new ScriptSource(
                "printing-" + PIPELINE.incrementAndGet(),
                "7",
                "transform.js",
                text,
                Map.of(),
                personal,
                ScriptFixture.LIMITS));
    }

    private static ScriptLog.Page page(Script script) {
        return scripts.runtime().log().of(script.source().pipeline());
    }
}
