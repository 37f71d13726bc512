package io.penstock.ingest.core.change;

import static io.penstock.ingest.core.contract.Columns.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.change.SchemaGate.Baseline;
import io.penstock.ingest.core.change.SchemaGate.Noted;
import io.penstock.ingest.core.change.SchemaGate.Stop;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaGateTest {
    private static final Policies DEFAULTS = new Policies(
            Policy.ALLOW,
            Policy.FOLLOW,
            Policy.QUARANTINE,
            Policy.PAUSE,
            Policy.ALLOW,
            Policy.ALLOW,
            Policy.ALLOW,
            Policy.HOLD);

    static List<GateCase> cases() throws IOException {
        return GateCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decidesEveryCaseOfTheTable(GateCase one) {
        Verdict verdict = one.decide();

        assertThat(verdict.changes()).as("changes").hasSameSizeAs(one.expected("change"));
        for (int i = 0; i < verdict.changes().size(); i++) {
            matches(verdict.changes().get(i), one.expected("change").get(i));
        }
        assertThat(verdict.bindings()).as("bindings").isEqualTo(one.pairs("binding"));
        assertThat(verdict.held()).as("held").containsExactlyInAnyOrderElementsOf(one.words("held"));
        assertThat(verdict.noNulls()).as("noNulls").containsExactlyInAnyOrderElementsOf(one.words("noNulls"));
        assertThat(verdict.missing().stream().map(SchemaGateTest::line)).isEqualTo(one.expected("missing"));
        assertThat(verdict.stop().isPresent())
                .as("stops")
                .isEqualTo(!one.expected("stop").isEmpty());
        verdict.stop().ifPresent(stop -> matches(stop, one.expected("stop").getFirst()));
    }

    @Test
    void theTableHoldsEveryClassUnderEveryPolicy() throws IOException {
        for (ColumnChange.Kind kind : ColumnChange.Kind.values()) {
            String word = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            for (Policy policy : Policy.values()) {
                assertThat(GateCase.all())
                        .as(word + " under " + policy)
                        .anyMatch(one -> one.name().startsWith(word + ": " + policy.word()));
            }
        }
    }

    @Test
    void everyCaseHasItsOwnName() throws IOException {
        assertThat(GateCase.all())
                .extracting(GateCase::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(150);
    }

    @Test
    void withAScriptEveryContractColumnTouchesTheScript() {
        SchemaGate gate =
                new SchemaGate(new Contract(List.of(column("n", "bigint"))), DEFAULTS, new Dependants(true, Map.of()));

        Verdict verdict = gate.decide(
                Optional.of(new Baseline(schema("n", "int"), Map.of("n", "n"), Set.of(), false)),
                schema("n", "bigint", "z", "int"),
                History.UNKNOWN);

        assertThat(verdict.changes()).extracting(Noted::touches).containsExactly(List.of("script"), List.of());
    }

    @Test
    void withoutAContractARenameTouchesWhatNamedTheColumnBeforeAndWhatNamesItNow() {
        SchemaGate gate = new SchemaGate(
                new Contract(List.of()),
                DEFAULTS,
                new Dependants(false, Map.of("a", List.of("old attribute"), "b", List.of("new attribute"))));

        Verdict verdict = gate.decide(
                Optional.of(new Baseline(
                        SourceSchema.of(List.of(new SourceColumn("a", "int", "1", null))),
                        Map.of("a", "a"),
                        Set.of(),
                        false)),
                SourceSchema.of(List.of(new SourceColumn("b", "int", "1", null))),
                History.UNKNOWN);

        assertThat(verdict.changes().getFirst().touches()).containsExactly("new attribute", "old attribute");
    }

    private static void matches(Noted noted, String expected) {
        String[] parts = expected.split("\\|", -1);
        ColumnChange change = noted.change();
        boolean told = change.before() != null && change.kind() != ColumnChange.Kind.ADDED;
        assertThat(change.kind() + " " + change.column() + (told ? " < " + change.before() : ""))
                .isEqualTo(GateCase.spaced(parts[0].strip()));
        assertThat(change.contractColumn() == null ? "-" : change.contractColumn())
                .as(expected)
                .isEqualTo(parts[1].strip());
        assertThat(noted.action()).as(expected).isEqualTo(parts[2].strip());
        assertThat(change.evidence()).as(expected).contains(parts[3].strip()).isNotBlank();
    }

    private static void matches(Stop stop, String expected) {
        String[] parts = expected.split("\\|", 2);
        assertThat(stop.quarantine() ? "quarantine" : "pause").isEqualTo(parts[0].strip());
        assertThat(stop.detail()).contains(parts[1].strip());
    }

    private static String line(SchemaGate.Missing missing) {
        return (missing.contractColumn() + " < " + missing.source() + " | " + String.join(" ", missing.candidates()))
                .strip();
    }

    private static SourceSchema schema(String... namesAndTypes) {
        return SourceSchema.of(java.util.stream.IntStream.range(0, namesAndTypes.length / 2)
                .mapToObj(i -> new SourceColumn(namesAndTypes[2 * i], namesAndTypes[2 * i + 1], null, null))
                .toList());
    }
}
