package io.penstock.transform.config;

import io.penstock.schemas.config.PipelineSpec;
import io.penstock.transform.core.Condition;
import io.penstock.transform.core.Crossing;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads when a rule applies. */
final class Conditions {
    private Conditions() {}

    /**
     * The condition; empty for a crossing.
     *
     * @throws IllegalArgumentException unless there is exactly one
     */
    static Optional<Condition> of(PipelineSpec.When when) {
        long conditions = Stream.of(when.crosses(), when.changes(), when.isTrue(), when.row())
                .filter(Objects::nonNull)
                .count();
        if (conditions > 1) {
            throw new IllegalArgumentException("when: expected one of crosses, changes, isTrue and row, found several");
        }
        if (when.changes() != null) {
            return Optional.of(new Condition.Changes(
                    EmitReader.single(when.changes(), "when.changes"),
                    switch (when.first()) {
                        case FIRE -> Crossing.First.FIRE;
                        case ARM -> Crossing.First.ARM;
                    }));
        }
        if (when.isTrue() != null) {
            return Optional.of(new Condition.IsTrue(EmitReader.single(when.isTrue(), "when.isTrue")));
        }
        return Optional.ofNullable(when.row()).map(state -> switch (state) {
            case DELETED -> new Condition.RowDeleted();
        });
    }
}
