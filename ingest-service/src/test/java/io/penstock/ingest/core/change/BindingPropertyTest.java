package io.penstock.ingest.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.change.SchemaGate.Baseline;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Columns;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random tables are renamed, dropped, added, restored, overwritten and swapped between runs, and every binding must
 * lead to the column that truly is the one read before.
 */
class BindingPropertyTest {
    private static final int TABLES = 2_000;
    private static final int RUNS = 4;

    private final Set<String> seen = new HashSet<>();

    @ParameterizedTest
    @CsvSource({"true,HOLD", "false,HOLD", "true,ALLOW", "false,ALLOW", "true,PAUSE", "false,PAUSE"})
    void everyBindingLeadsToTheColumnThatWasReadBefore(boolean ids, Policy removed) {
        for (int seed = 0; seed < TABLES; seed++) {
            follow(seed, ids, removed);
        }
        assertThat(seen).contains("followed", "lost", "another of its name", "swapped");
    }

    private void follow(int seed, boolean ids, Policy removed) {
        Random random = new Random(seed);
        ModelTable table = new ModelTable(random, 2 + random.nextInt(5));
        Contract contract = new Contract(
                table.columns().keySet().stream().limit(3).map(this::column).toList());
        SchemaGate gate = new SchemaGate(contract, policies(removed), new Dependants(false, Map.of()));
        Baseline last = baseline(table.schema(ids), gate.decide(Optional.empty(), table.schema(ids), table.history(0)));
        Map<String, Integer> read = new HashMap<>(table.columns());
        read.keySet().retainAll(last.bindings().keySet());
        int version = table.version();
        for (int run = 0; run < RUNS; run++) {
            Set<Integer> before = new HashSet<>(table.columns().values());
            for (int commits = random.nextInt(6); commits >= 0; commits--) {
                if (random.nextInt(5) == 0) {
                    table.swap();
                } else {
                    table.commit(ids ? 0 : version);
                }
            }
            Verdict verdict = gate.decide(Optional.of(last), table.schema(ids), table.history(version));
            read = judge(contract, table, verdict, new Known(read, before, removed, seed));
            last = baseline(table.schema(ids), verdict);
            version = table.version();
            boolean nothingIsKnown = last.bindings().isEmpty() && last.held().isEmpty();
            if (verdict.stop().isPresent() || nothingIsKnown) {
                return;
            }
        }
    }

    /**
     * What must hold.
     *
     * @param read contract column to the column it was read from
     * @param before columns of the table at that time
     */
    private record Known(Map<String, Integer> read, Set<Integer> before, Policy removed, int seed) {}

    private Map<String, Integer> judge(Contract contract, ModelTable table, Verdict verdict, Known known) {
        Map<String, Integer> reads = new HashMap<>();
        for (ContractColumn column : contract.columns()) {
            String source = verdict.bindings().get(column.name());
            Integer bound = source == null ? null : table.columns().get(source);
            Integer truth = known.read().get(column.name());
            String story = "seed " + known.seed() + " column " + column.name() + " " + table + " " + verdict.changes();
            if (truth != null && table.columns().containsValue(truth)) {
                assertThat(bound).as(story).isEqualTo(truth);
                note(column.name(), source, table);
            } else if (truth != null && known.removed() != Policy.ALLOW) {
                assertThat(bound).as(story).isNull();
                seen.add(table.columns().containsKey(column.name()) ? "another of its name" : "lost");
            } else if (bound != null) {
                assertThat(known.before())
                        .as("only a new column comes back: " + story)
                        .doesNotContain(bound);
                assertThat(source).as(story).isEqualToIgnoringCase(column.name());
                seen.add("another of its name");
            } else {
                seen.add("lost");
            }
            if (bound != null) {
                reads.put(column.name(), bound);
            }
        }
        assertThat(reads.values()).doesNotHaveDuplicates();
        return reads;
    }

    private void note(String column, String source, ModelTable table) {
        if (!source.equalsIgnoreCase(column)) {
            seen.add(table.columns().containsKey(column) ? "swapped" : "followed");
        }
    }

    private ContractColumn column(String name) {
        return Columns.column(name, "double");
    }

    private static Baseline baseline(SourceSchema schema, Verdict verdict) {
        return new Baseline(schema, verdict.bindings(), Set.of(), false, verdict.held(), verdict.noNulls());
    }

    private static Policies policies(Policy removed) {
        return new Policies(
                Policy.ALLOW,
                Policy.FOLLOW,
                Policy.QUARANTINE,
                removed,
                Policy.ALLOW,
                Policy.ALLOW,
                Policy.ALLOW,
                Policy.HOLD);
    }
}
