package io.penstock.transform.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.transform.core.Pipeline;
import java.time.Instant;
import java.util.List;

/** Runs a pipeline's script over rows. */
public interface RowTransform {
    /**
     * Runs it. What a row does wrong is its own {@link Shape.Fault}; a script that cannot be loaded is the fault of
     * every row. Pure, so safe to repeat. Blocks for at most about the script's timeout per row.
     *
     * @param pipeline has a script
     * @param rows in order; never empty, never deletes
     * @return one shape per row, in the same order
     * @throws RuntimeException if scripts cannot be run at all at the moment; the caller tries again later
     */
    List<Shape> transform(Pipeline pipeline, List<Input> rows);

    /**
     * One row.
     *
     * @param json its columns, the text of one JSON object
     * @param key the source's key of the row
     */
    record Input(String json, String key, Instant asOf) {}

    /** What a script made of one row. */
    sealed interface Shape {
        /**
         * Named values for the declared emits.
         *
         * @param json the text of one JSON object
         */
        record Values(String json) implements Shape {}

        /** Calls in the {@code send} form. */
        record Calls(List<ObjectNode> calls) implements Shape {
            public Calls {
                calls = List.copyOf(calls);
            }
        }

        /** Nothing, on purpose: the script does not want the row. */
        record Dropped() implements Shape {}

        /**
         * Nothing: the row goes to the dead letters.
         *
         * @param reason without any value of the row
         */
        record Fault(String code, Category category, String reason) implements Shape {}
    }
}
