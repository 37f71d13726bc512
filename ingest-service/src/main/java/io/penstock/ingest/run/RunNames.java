package io.penstock.ingest.run;

import io.penstock.ingest.core.filter.RunName;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.schemas.CheckpointV1;
import java.time.InstantSource;
import java.util.List;

/** Gives runs their names. */
final class RunNames {
    private RunNames() {}

    /** The same ranges under the same configuration in the same run have the same name; a query's never. */
    static RunName of(PipelinePlan plan, RunReads.Given given, long since, InstantSource clock) {
        CheckpointV1 last = given.from().last().orElse(null);
        List<ReadRange> ranges = given.plan().ranges();
        StringBuilder text = new StringBuilder(plan.name())
                .append('@')
                .append(plan.configVersion())
                .append('#')
                .append((last == null ? 0 : last.runs()) + 1)
                .append(':');
        boolean feeds = !ranges.isEmpty() && ranges.getFirst() instanceof ReadRange.Changes;
        text.append(given.plan().everything() ? "start" : "v" + since);
        if (given.page() != null) {
            text.append("+page")
                    .append(given.page().number())
                    .append('/')
                    .append(given.page().of());
        }
        text.append("..");
        if (given.head().isPinned()) {
            text.append('v').append(given.head().version());
        } else {
            text.append(clock.instant());
        }
        RunName.Kind kind = given.plan().sweeps() ? RunName.Kind.SWEEP : feeds ? RunName.Kind.FEED : RunName.Kind.STATE;
        return new RunName(text.toString(), kind);
    }
}
