package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every attack of {@code attacks.txt} ends as that file says. One runtime serves them all: the rows before and after
 * the attack are answered as if it were not there, and so is another script right after it.
 */
class ScriptAttackTest {
    private static final Pattern WHOLE = Pattern.compile("^(import|export) ", Pattern.MULTILINE);
    private static final Pattern FAULT = Pattern.compile("(?!REFUSED|DROPPED)[A-Z_]+");
    private static final String SECRET = "Zdenka8812";
    private static final ScriptLimits ROOMY =
            new ScriptLimits(Duration.ofMillis(1_500), Duration.ofMillis(4_000), 64L << 20);
    private static final ScriptLimits TIGHT =
            new ScriptLimits(Duration.ofMillis(80), Duration.ofMillis(400), 64L << 20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INTACT = "const intact = [[].push, JSON.stringify, ''.split, ({}).toString];\n"
            + "const isIntact = () => ({}).polluted === undefined && [[].push, JSON.stringify, ''.split, ({}).toString]"
            + ".every((f, i) => f === intact[i]);\n";

    private static ScriptRuntime runtime;
    private static Script good;

    record Attack(String name, List<String> expected, String text) {
        static Attack of(String block) {
            String[] parts = block.split("\n", 2);
            String[] head = parts[0].split(" => ", 2);
            return new Attack(head[0], Arrays.asList(head[1].strip().split("\\|")), parts[1]);
        }

        boolean isWhole() {
            return WHOLE.matcher(text).find();
        }

        /** Whatever may end as a fault may, on a slow machine, end as the fault that it took too long. */
        List<String> ends() {
            Stream<String> known = expected.stream().map(ScriptAttackTest::normal);
            boolean mayFail =
                    expected.stream().anyMatch(end -> FAULT.matcher(end).matches());
            return (mayFail ? Stream.concat(known, Stream.of("TIMEOUT")) : known).toList();
        }

        /** The body runs for row 2 alone; the others say whether the language is still what it was. */
        String script() {
            if (isWhole()) return text;
            String function = text.contains("await ") ? "async (row, context)" : "(row, context)";
            return INTACT + "const attack = " + function + " => {\n" + text + "};\n"
                    + "export function transform(row, context) {\n"
                    + "  return row.n === 2 ? attack(row, context) : {n: row.n, isIntact: isIntact()};\n}\n";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void open() throws ScriptRejected {
        runtime = ScriptRuntime.open(new ScriptRuntimeSettings(
                Path.of("target", "script-runtime"),
                1,
                1,
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                1_000,
                1_000,
                true,
                Optional.empty()));
        good = load("export const transform = (row) => ({n: row.n + 1});", ROOMY);
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    static Stream<Attack> attacks() throws IOException {
        try (InputStream in = ScriptAttackTest.class.getResourceAsStream("/script/attacks.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^### ")).skip(1).map(Attack::of);
        }
    }

    @Test
    void thereAreManyAttacksAndNoneTwice() throws IOException {
        assertThat(attacks().map(Attack::name)).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void anAttackEndsAsARecordFaultOrAHarmlessValue(Attack attack) {
        String outcome = outcomeOf(attack);
        assertThat(outcome).doesNotContain(SECRET);
        assertThat(attack.ends()).contains(outcome);
        assertThat(valueOf(runtime.run(good, List.of(row(1))).getFirst())
                        .get("n")
                        .intValue())
                .isEqualTo(2);
    }

    private static String outcomeOf(Attack attack) {
        Script script;
        try {
            script = load(attack.script(), attack.expected().contains("TIMEOUT") ? TIGHT : ROOMY);
        } catch (ScriptRejected e) {
            return "REFUSED";
        }
        if (attack.isWhole())
            return outcome(runtime.run(script, List.of(row(2))).getFirst());
        var results = runtime.run(script, List.of(row(1), row(2), row(3)));
        for (int neighbour : new int[] {0, 2}) {
            var value = valueOf(results.get(neighbour));
            assertThat(value.get("n").intValue()).isEqualTo(neighbour + 1);
            assertThat(value.get("isIntact").booleanValue()).isTrue();
        }
        return outcome(results.get(1));
    }

    private static String outcome(RowResult result) {
        return switch (result) {
            case RowResult.Ok ok -> ok.value().toString();
            case RowResult.Dropped dropped -> "DROPPED";
            case RowResult.Failed failed -> {
                assertThat(failed.error().toString()).doesNotContain(SECRET);
                assertThat(failed.error().code().blamesRow()).isTrue();
                yield failed.error().code().name();
            }
        };
    }

    /** A code as it stands, a value as the JSON library writes it. */
    private static String normal(String expected) {
        if (!expected.startsWith("{") && !expected.startsWith("[")) {
            return expected.equals("REFUSED") || expected.equals("DROPPED")
                    ? expected
                    : ScriptErrorCode.valueOf(expected).name();
        }
        try {
            return JSON.readTree(expected).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + expected, e);
        }
    }

    private static Script load(String text, ScriptLimits limits) throws ScriptRejected {
        return runtime.load(ScriptSource.of("attack", "1", text, limits));
    }

    private static Row row(int n) {
        return ScriptFixture.row("{\"n\":" + n + ",\"secret\":\"" + SECRET + "\"}");
    }
}
