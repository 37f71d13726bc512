package io.penstock.ingest.run;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.change.SchemaGate.Noted;
import io.penstock.ingest.core.read.Head;
import io.penstock.schemas.SchemaChangeV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schema changes a run has to tell, once. One run, one thread. */
final class SchemaNews {
    private final PipelinePlan plan;
    private final RunContext context;
    private final Head head;
    private final List<Noted> noted = new ArrayList<>();
    private final List<SchemaChangeV1> wire = new ArrayList<>();

    SchemaNews(PipelinePlan plan, RunContext context, Head head) {
        this.plan = plan;
        this.context = context;
        this.head = head;
    }

    /**
     * Takes changes.
     *
     * @param proposals by contract column
     */
    void add(List<Noted> changes, Map<String, String> proposals) {
        for (Noted change : changes) {
            noted.add(change);
            wire.add(wire(change, proposals));
        }
    }

    /** As they travel. */
    List<SchemaChangeV1> wire() {
        return List.copyOf(wire);
    }

    /** They are committed: tells the listener, and forgets them. */
    void tell() {
        noted.forEach(
                one -> context.listener().schemaChange(plan.name(), one.change().kind()));
        noted.clear();
        wire.clear();
    }

    private SchemaChangeV1 wire(Noted one, Map<String, String> proposals) {
        boolean removed = one.change().kind() == Kind.REMOVED && one.change().contractColumn() != null;
        return new SchemaChangeV1(
                plan.workspace(),
                plan.sourceName(),
                plan.name(),
                SchemaChangeV1.Change.valueOf(one.change().kind().name()),
                one.change().column(),
                one.change().before(),
                one.change().after(),
                one.change().evidence(),
                head.version(),
                one.policy().word(),
                one.touches(),
                context.clock().instant(),
                plan.configVersion(),
                one.action(),
                removed ? proposals.get(one.change().contractColumn()) : null);
    }
}
