package io.penstock.control.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Entry IDENTITY = entry(Kind.IDENTITY, "default", "{\"types\":{\"email\":{}}}");
    private static final Entry CONNECTION = entry(Kind.CONNECTION, "warehouse", "{\"type\":\"databricks\"}");
    private static final Entry PIPELINE =
            new Entry(new Key(Kind.PIPELINE, "scores"), "{\"emit\":[]}", Optional.of("export function transform() {}"));

    @Test
    void startsAtVersionOneInAnEmptyStore() {
        Plan plan = Plan.of(new Bundle("telco", List.of(PIPELINE, IDENTITY)), Map.of());

        assertThat(plan.steps())
                .containsExactly(
                        new Plan.Step(IDENTITY.key(), Change.NEW, 0, 1, Optional.of(IDENTITY)),
                        new Plan.Step(PIPELINE.key(), Change.NEW, 0, 1, Optional.of(PIPELINE)));
    }

    @Test
    void writesNothingForTheSameContent() {
        Plan plan = Plan.of(
                new Bundle("telco", List.of(PIPELINE)),
                Map.of(PIPELINE.key(), new Published("telco", 4, PIPELINE.hash(), true)));

        assertThat(plan.steps())
                .containsExactly(new Plan.Step(PIPELINE.key(), Change.UNCHANGED, 4, 4, Optional.of(PIPELINE)));
        assertThat(plan.writes()).isEmpty();
    }

    @Test
    void givesOtherContentTheNextVersionAndLeavesTheRest() {
        Plan plan = Plan.of(
                new Bundle("telco", List.of(CONNECTION, PIPELINE)),
                Map.of(
                        CONNECTION.key(), new Published("telco", 2, CONNECTION.hash(), true),
                        PIPELINE.key(), new Published("telco", 4, "another hash", true)));

        assertThat(plan.writes())
                .containsExactly(new Plan.Step(PIPELINE.key(), Change.CHANGED, 4, 5, Optional.of(PIPELINE)));
    }

    @Test
    void republishesTheSameContentForAnotherWorkspace() {
        Plan plan = Plan.of(
                new Bundle("telco-eu", List.of(PIPELINE)),
                Map.of(PIPELINE.key(), new Published("telco", 4, PIPELINE.hash(), true)));

        assertThat(plan.writes()).extracting(Plan.Step::to).containsExactly(5L);
    }

    @Test
    void removesWhatIsNoLongerInTheProjectAfterEverythingElse() {
        Plan plan = Plan.of(
                new Bundle("telco", List.of(IDENTITY)),
                Map.of(
                        CONNECTION.key(), new Published("telco", 2, CONNECTION.hash(), true),
                        PIPELINE.key(), new Published("telco", 4, PIPELINE.hash(), true)));

        assertThat(plan.writes())
                .extracting(Plan.Step::key, Plan.Step::change, Plan.Step::from, Plan.Step::to)
                .containsExactly(
                        tuple(IDENTITY.key(), Change.NEW, 0L, 1L),
                        tuple(PIPELINE.key(), Change.REMOVED, 4L, 0L),
                        tuple(CONNECTION.key(), Change.REMOVED, 2L, 0L));
    }

    @Test
    void neverUsesAVersionAgainAfterARemoval() {
        Map<Key, Published> removed = Map.of(PIPELINE.key(), new Published("telco", 4, PIPELINE.hash(), false));

        assertThat(Plan.of(new Bundle("telco", List.of()), removed).steps()).isEmpty();
        assertThat(Plan.of(new Bundle("telco", List.of(PIPELINE)), removed).steps())
                .containsExactly(new Plan.Step(PIPELINE.key(), Change.NEW, 0, 5, Optional.of(PIPELINE)));
    }

    @Test
    void hashesSpecAndScriptTogether() {
        Entry same = new Entry(PIPELINE.key(), PIPELINE.spec(), PIPELINE.script());
        Entry otherScript = new Entry(PIPELINE.key(), PIPELINE.spec(), Optional.of("export function transform() { }"));
        Entry noScript = new Entry(PIPELINE.key(), PIPELINE.spec(), Optional.empty());
        Entry emptyScript = new Entry(PIPELINE.key(), PIPELINE.spec(), Optional.of(""));

        assertThat(PIPELINE.hash()).isEqualTo(same.hash()).matches("[0-9a-f]{64}");
        assertThat(List.of(PIPELINE.hash(), otherScript.hash(), noScript.hash(), emptyScript.hash()))
                .doesNotHaveDuplicates();
    }

    private static Entry entry(Kind kind, String name, String spec) {
        return new Entry(new Key(kind, name), spec, Optional.empty());
    }
}
