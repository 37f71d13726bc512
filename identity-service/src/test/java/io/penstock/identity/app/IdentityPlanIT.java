package io.penstock.identity.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.Fold;
import io.penstock.identity.streams.Rows;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityPlanIT {
    private static final String TYPES = """
            apiVersion: penstock/v1
            kind: Identity
            metadata: { name: acme }
            spec:
              types:
                customer_id: { class: strong, limit: %s }
                email: { class: strong, limit: 5, normalise: email }
            """;

    @TempDir
    private Path folder;

    @Test
    void readsTheWholeLogOfAWorkspaceAndSaysWhoWouldMerge() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            see(broker, "1", "customer_id:a", "email:both@x.example");
            see(broker, "2", "customer_id:b", "email:b@x.example");
            see(broker, "3", "customer_id:a", "customer_id:b");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            IdentityPlan plan = new IdentityPlan(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

            int different = plan.run("--rules", rules("2"), "--bootstrap", broker.bootstrap(), "--output", "json");

            assertThat(different).isEqualTo(2);
            var report = Json.wire().readTree(out.toByteArray());
            assertThat(report.at("/log/entries").asInt()).isEqualTo(3);
            assertThat(report.at("/log/first_offset").asInt()).isZero();
            assertThat(report.at("/difference/profiles_now").asInt()).isEqualTo(2);
            assertThat(report.at("/difference/profiles_then").asInt()).isEqualTo(1);
            assertThat(report.at("/difference/merging").asInt()).isEqualTo(1);
            assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("x.example");
            assertThat(plan.run("--rules", rules("1"), "--bootstrap", broker.bootstrap()))
                    .isZero();
            assertThat(plan.run("--rules", rules("1"), "--bootstrap", broker.bootstrap(), "-w", "nobody"))
                    .isEqualTo(1);
        }
    }

    private String rules(String limit) throws IOException {
        return Files.writeString(folder.resolve("identity.yaml"), TYPES.formatted(limit))
                .toString();
    }

    private static void see(EmbeddedBroker broker, String id, String... identifiers) {
        broker.send(
                Topics.IDENTITY_LOG,
                Fold.WORKSPACE,
                new IdentityLogEntryV1(
                        Fold.WORKSPACE,
                        IdentityLogEntryV1.Kind.OBSERVE,
                        Rows.record(
                                id,
                                Fold.START,
                                List.of(identifiers).stream()
                                        .map(Rows::identifier)
                                        .toList(),
                                "{}"),
                        null,
                        0,
                        null,
                        null));
    }
}
