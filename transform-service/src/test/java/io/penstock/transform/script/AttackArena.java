package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs attacks in one runtime: whatever one does, rows beside it and another script right after it are answered. */
final class AttackArena implements AutoCloseable {
    private static final String SECRET = "Zdenka8812";
    private static final ScriptLimits ROOMY =
            new ScriptLimits(Duration.ofMillis(1_500), Duration.ofMillis(4_000), 64L << 20);
    private static final ScriptLimits TIGHT =
            new ScriptLimits(Duration.ofMillis(80), Duration.ofMillis(400), 64L << 20);

    private final ScriptRuntime runtime;
    private final Script good;

    AttackArena(ScriptEngineChoice engine) throws ScriptRejected {
        runtime = ScriptRuntime.open(new ScriptRuntimeSettings(
                Path.of("target", "script-runtime"),
                1,
                1,
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                1_000,
                1_000,
                true,
                engine,
                Optional.empty()));
        good = load("export const transform = (row) => ({n: row.n + 1});", ROOMY);
    }

    /** The attack ends as it says, tells nothing of the row, and hurts nobody else. */
    void run(Attack attack) {
        String outcome = outcomeOf(attack);
        assertThat(outcome).doesNotContain(SECRET);
        assertThat(attack.ends()).contains(outcome);
        assertThat(valueOf(runtime.run(good, List.of(row(1))).getFirst())
                        .get("n")
                        .intValue())
                .isEqualTo(2);
    }

    private String outcomeOf(Attack attack) {
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
            case RowResult.Ok ok -> valueOf(ok).toString(); // written as the expected values are
            case RowResult.Dropped dropped -> "DROPPED";
            case RowResult.Failed failed -> {
                assertThat(failed.error().toString()).doesNotContain(SECRET);
                assertThat(failed.error().code().blamesRow()).isTrue();
                yield failed.error().code().name();
            }
        };
    }

    private Script load(String text, ScriptLimits limits) throws ScriptRejected {
        return runtime.load(ScriptSource.of("attack", "1", text, limits));
    }

    private static Row row(int n) {
        return ScriptFixture.row("{\"n\":" + n + ",\"secret\":\"" + SECRET + "\"}");
    }

    @Override
    public void close() {
        runtime.close();
    }
}
