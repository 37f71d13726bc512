package io.penstock.ingest.core.change;

import static io.penstock.ingest.core.contract.Columns.column;
import static io.penstock.ingest.core.contract.Columns.optional;
import static io.penstock.ingest.core.contract.Columns.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.change.SchemaGate.Baseline;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaGateTest {
    private static final Policies DEFAULTS = new Policies(Policy.ALLOW, Policy.FOLLOW, Policy.QUARANTINE, Policy.PAUSE);
    private static final Dependants DEPENDANTS =
            new Dependants(false, Map.of("score", List.of("likelihood", "crossed"), "x", List.of("ex")));
    private static final Map<String, String> BEFORE = columns("id", "string", "old_score", "double");

    @Test
    void anUnchangedSourceIsNoNews() {
        Verdict verdict = decide(contract(required("id", "string")), DEFAULTS, BEFORE, BEFORE);

        assertThat(verdict.changes()).isEmpty();
        assertThat(verdict.stop()).isEmpty();
    }

    @Test
    void aRenameIsKnownFromTheContractAndFollowed() {
        Verdict verdict = decide(
                contract(required("id", "string"), required("score", "double", "old_score")),
                DEFAULTS,
                BEFORE,
                columns("id", "string", "score", "double"));

        assertThat(verdict.stop()).isEmpty();
        assertThat(verdict.changes()).singleElement().satisfies(noted -> {
            assertThat(noted.change())
                    .isEqualTo(new ColumnChange(
                            Kind.RENAMED, "score", "old_score", "double", "contract was: [old_score]", "score"));
            assertThat(noted.policy()).isEqualTo(Policy.FOLLOW);
            assertThat(noted.touches()).containsExactly("likelihood", "crossed");
        });
    }

    @Test
    void aRenameBackToAFormerNameIsARenameToo() {
        Verdict verdict = decide(
                contract(required("score", "double", "old_score")),
                DEFAULTS,
                columns("score", "double"),
                columns("old_score", "double"));

        assertThat(kinds(verdict)).containsExactly(Kind.RENAMED);
        assertThat(verdict.changes().getFirst().change().before()).isEqualTo("score");
    }

    @Test
    void aRenameTheContractDoesNotKnowIsARemovalAndAnAdditionAndPauses() {
        Verdict verdict = decide(
                contract(required("score", "double")),
                DEFAULTS,
                columns("score", "double"),
                columns("new_score", "double"));

        assertThat(kinds(verdict)).containsExactly(Kind.ADDED, Kind.REMOVED);
        assertThat(verdict.stop().orElseThrow()).contains("score", "removed: pause");
    }

    @Test
    void aRenamedColumnThatIsAlsoRetypedIsBoth() {
        Verdict verdict = decide(
                contract(required("score", "double", "old_score")), DEFAULTS, BEFORE, columns("score", "string"));

        assertThat(kinds(verdict)).contains(Kind.RENAMED, Kind.RETYPED);
        assertThat(verdict.stop()).isPresent();
    }

    @Test
    void aColumnOutsideTheContractComesAndGoesWithoutTouchingAnything() {
        Verdict added = decide(
                contract(required("id", "string")),
                DEFAULTS,
                columns("id", "string"),
                columns("id", "string", "x", "int"));
        Verdict removed = decide(
                contract(required("id", "string")),
                DEFAULTS,
                columns("id", "string", "x", "int"),
                columns("id", "string"));

        assertThat(kinds(added)).containsExactly(Kind.ADDED);
        assertThat(kinds(removed)).containsExactly(Kind.REMOVED);
        assertThat(added.changes().getFirst().touches()).isEmpty();
        assertThat(added.stop()).isEmpty();
        assertThat(removed.stop()).isEmpty();
    }

    @Test
    void aTypeTheContractDoesNotAcceptRefusesTheRunAndSaysSo() {
        Verdict verdict = decide(
                contract(required("score", "double")),
                DEFAULTS,
                columns("score", "double"),
                columns("score", "string"));

        assertThat(kinds(verdict)).containsExactly(Kind.RETYPED);
        assertThat(verdict.stop().orElseThrow()).contains("score is string", "contract says double", "quarantine");
    }

    @Test
    void aWiderTypeTheContractAcceptsIsToldAndReadOn() {
        Verdict verdict =
                decide(contract(column("n", "bigint")), DEFAULTS, columns("n", "int"), columns("n", "bigint"));

        assertThat(kinds(verdict)).containsExactly(Kind.RETYPED);
        assertThat(verdict.stop()).isEmpty();
    }

    @Test
    void theContractHoldsEvenWithoutAnEarlierCheckpoint() {
        SchemaGate gate = new SchemaGate(contract(required("score", "double")), DEFAULTS, DEPENDANTS);

        assertThat(gate.decide(Optional.empty(), columns("other", "int")).stop())
                .isPresent();
        assertThat(gate.decide(Optional.empty(), columns("score", "string")).stop())
                .isPresent();
    }

    @Test
    void aMissingOptionalColumnPausesNothing() {
        Verdict verdict = decide(
                contract(required("id", "string"), optional("extra", "int")),
                DEFAULTS,
                columns("id", "string", "extra", "int"),
                columns("id", "string"));

        assertThat(verdict.stop()).isEmpty();
        assertThat(verdict.held()).isEmpty();
    }

    @Test
    void holdLeavesTheColumnOut() {
        Policies hold = new Policies(Policy.ALLOW, Policy.FOLLOW, Policy.HOLD, Policy.HOLD);
        Verdict verdict = decide(
                contract(required("score", "double"), required("gone", "int")),
                hold,
                columns("score", "double", "gone", "int"),
                columns("score", "string"));

        assertThat(verdict.stop()).isEmpty();
        assertThat(verdict.held()).containsExactlyInAnyOrder("score", "gone");
    }

    @Test
    void aStrictPolicyStopsUntilANewerVersionAcknowledgesTheChange() {
        Policies strict = new Policies(Policy.PAUSE, Policy.PAUSE, Policy.QUARANTINE, Policy.PAUSE);
        SchemaGate gate = new SchemaGate(contract(required("id", "string")), strict, DEPENDANTS);
        Map<String, String> now = columns("id", "string", "x", "int");

        Verdict before = gate.decide(Optional.of(new Baseline(columns("id", "string"), false)), now);
        Verdict after = gate.decide(Optional.of(new Baseline(columns("id", "string"), true)), now);

        assertThat(before.stop().orElseThrow()).contains("x", "added", "apply a new version");
        assertThat(after.stop()).isEmpty();
        assertThat(kinds(after)).containsExactly(Kind.ADDED);
    }

    @Test
    void withoutAContractOnlyChangesThatSomethingDependsOnStop() {
        Verdict unused = decide(contract(), DEFAULTS, columns("id", "string", "y", "int"), columns("id", "string"));
        Verdict used = decide(contract(), DEFAULTS, columns("id", "string", "x", "int"), columns("id", "string"));

        assertThat(kinds(unused)).containsExactly(Kind.REMOVED);
        assertThat(unused.stop()).isEmpty();
        assertThat(used.stop()).isPresent();
    }

    @Test
    void withAScriptEveryContractColumnTouchesTheScript() {
        SchemaGate gate = new SchemaGate(contract(column("n", "bigint")), DEFAULTS, new Dependants(true, Map.of()));

        Verdict verdict =
                gate.decide(Optional.of(new Baseline(columns("n", "int"), false)), columns("n", "bigint", "z", "int"));

        assertThat(verdict.changes())
                .extracting(SchemaGate.Noted::touches)
                .containsExactly(List.of("script"), List.of());
    }

    private static Verdict decide(
            Contract contract, Policies policies, Map<String, String> before, Map<String, String> now) {
        return new SchemaGate(contract, policies, DEPENDANTS).decide(Optional.of(new Baseline(before, false)), now);
    }

    private static List<Kind> kinds(Verdict verdict) {
        return verdict.changes().stream().map(noted -> noted.change().kind()).toList();
    }

    private static Contract contract(ContractColumn... columns) {
        return new Contract(List.of(columns));
    }

    private static Map<String, String> columns(String... namesAndTypes) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return columns;
    }
}
