package io.penstock.ingest.run;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the marks of a run. */
final class Marks {
    private Marks() {}

    static ReadV1 forget(String workspace, String pipeline, long configVersion, PositionV1 position, Instant asOf) {
        return ReadV1.mark(workspace, pipeline, configVersion, "forget", position, asOf, ReadV1.Mark.FORGET);
    }

    /**
     * A sweep. The filter knows a row by its key only, so the mark tells which identifiers are in it: each has as its
     * value the number of the key's part, from 0.
     *
     * @param read any read's facts: workspace, pipeline, version, run
     * @param identifiers identifier type to source column
     * @param key source columns
     */
    static ReadV1 sweep(
            PipelinePlan plan,
            String runId,
            PositionV1 position,
            Instant asOf,
            Map<String, String> identifiers,
            List<String> key) {
        List<IdentifierV1> parts = new ArrayList<>();
        identifiers.forEach((type, column) -> {
            if (key.contains(column)) {
                parts.add(new IdentifierV1(type, Integer.toString(key.indexOf(column))));
            }
        });
        return new ReadV1(
                plan.workspace(),
                plan.name(),
                plan.configVersion(),
                runId,
                null,
                Operation.DELETE,
                position,
                asOf,
                parts,
                null,
                null,
                ReadV1.Mark.SWEEP);
    }
}
