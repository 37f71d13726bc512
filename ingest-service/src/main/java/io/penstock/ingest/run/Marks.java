package io.penstock.ingest.run;

import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.time.Instant;

/** Makes the marks of a run. */
final class Marks {
    private Marks() {}

    static ReadV1 forget(String workspace, String pipeline, long configVersion, PositionV1 position, Instant asOf) {
        return ReadV1.mark(workspace, pipeline, configVersion, "forget", position, asOf, ReadV1.Mark.FORGET);
    }

    /** A sweep: what the run did not see is gone. */
    static ReadV1 sweep(PipelinePlan plan, String runId, PositionV1 position, Instant asOf) {
        return ReadV1.mark(
                plan.workspace(), plan.name(), plan.configVersion(), runId, position, asOf, ReadV1.Mark.SWEEP);
    }
}
