package io.penstock.identity.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.RulesPreview;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.streams.IdentityLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan over entries, without a broker, and the file it is made for. */
class IdentityPlanTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhoWouldComeApartWithoutShowingAnyValue() throws IOException {
        Rules proposed = IdentityFile.read(file("blocked: { email: [info@shop.example] }"))
                .rules();
        RulesPreview preview = new RulesPreview(Fold.IDS, Fold.WORKSPACE, Rules.defaults(), proposed, 5);
        for (int offset = 0; offset < 2; offset++) {
            preview.take(new LogEntry.Observe(
                    Fold.WORKSPACE,
                    offset,
                    Fold.START,
                    new Observation(
                            "r", "p", Fold.START, Fold.ids("email:info@shop.example", "device_id:d" + offset))));
        }
        IdentityLog.Held held = new IdentityLog.Held(40, Fold.START, 42, 2, 0);
        String text = new PlanReport(Fold.WORKSPACE, held, preview.difference())
                .masked()
                .text();
        assertThat(text)
                .startsWith("workspace acme: 2 entries, the log holds offsets 40 to 42, since 2026-11-01T10:00:00Z\n"
                        + "older entries were deleted")
                .contains("people       1 now, 2 then\n")
                .contains("split        1\n")
                .contains("(3 identifiers: email:i***, device_id:d***, device_id:d***) into prf_")
                .contains("1 name nobody any more")
                .doesNotContain("shop.example");
    }

    @Test
    void namesThePlaceOfAMistakeInTheFile() throws IOException {
        assertThatThrownBy(() -> IdentityFile.read(file("blokced: {}")))
                .isInstanceOf(PlanFailedException.class)
                .hasMessageMatching("(?s).*identity.yaml:8:\\d+: .*blokced.*");
        assertThatThrownBy(() -> IdentityFile.read(Files.writeString(folder.resolve("empty.yaml"), "")))
                .hasMessageContaining("expected kind: Identity with spec.types");
        assertThatThrownBy(() -> IdentityFile.read(file("blocked: { email: ['/(/'] }")))
                .hasMessageContaining("spec: ");
    }

    @Test
    void failsWithOneLineIfItIsNotUnderstood() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        IdentityPlan plan = new IdentityPlan(System.out, new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(plan.run()).isEqualTo(1);
        assertThat(plan.run("--rulez", "x")).isEqualTo(1);
        assertThat(plan.run("--rules")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().toList())
                .isEqualTo(List.of(
                        "penstock: say which rules: --rules FILE; try --help",
                        "penstock: there is no option '--rulez'; try --help",
                        "penstock: expected a value behind --rules"));
    }

    private Path file(String line) throws IOException {
        return Files.writeString(folder.resolve("identity.yaml"), """
                apiVersion: penstock/v1
                kind: Identity
                metadata: { name: acme }
                spec:
                  types:
                    email: { class: strong, limit: 5, normalise: email }
                    device_id: { class: weak }
                  %s
                """.formatted(line));
    }
}
