package io.penstock.control.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlTest {
    private final List<Plan> carriedOut = new ArrayList<>();
    private final ConfigStore store = (author, planner) -> {
        Plan plan = planner.apply(Map.of());
        carriedOut.add(plan);
        return plan;
    };

    @Test
    void writesNothingOfAProjectThatIsRefused() {
        List<Problem> problems = List.of(Problem.of("project.yaml", "expected a file of kind Project, found none"));
        ProjectReader refusing = files -> new Reading.Refused(problems);
        Control control = new Control(refusing, refusing, store);

        assertThat(control.apply(Map.of(), "local")).isEqualTo(new Control.Applied.Refused(problems));
        assertThat(carriedOut).isEmpty();
    }

    @Test
    void publishesAValidProject() {
        Entry entry = new Entry(new Key(Kind.PROJECT, "telco"), "{}", Optional.empty());
        Entry armed = new Entry(new Key(Kind.PROJECT, "armed"), "{}", Optional.empty());
        Control control = new Control(
                files -> new Reading.Accepted(new Bundle("telco", List.of(entry))),
                files -> new Reading.Accepted(new Bundle("telco", List.of(armed))),
                store);

        assertThat(control.apply(Map.of(), "local")).isEqualTo(new Control.Applied.InForce(carriedOut.getFirst()));
        assertThat(carriedOut.getFirst().writes()).extracting(Plan.Step::key).containsExactly(entry.key());
        control.baseline(Map.of(), "local");
        assertThat(carriedOut.getLast().writes()).extracting(Plan.Step::key).containsExactly(armed.key());
    }

    @Test
    void sortsProblemsByFileAndPosition() {
        Problem first = new Problem("a.yaml", 2, 9, "x");
        Problem second = new Problem("a.yaml", 10, 1, "x");
        Problem third = new Problem("b.yaml", 1, 1, "x");

        assertThat(new Reading.Refused(List.of(third, second, first, first)).problems())
                .containsExactly(first, second, third);
    }
}
