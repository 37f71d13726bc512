package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.run.PipelinePlan;
import io.penstock.ingest.run.RowRehearsal;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.transform.config.PipelineReader;
import io.penstock.transform.kafka.RowTransform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays one test through a pipeline and says what came of it, in order. Between runs the destination accepts every
 * call. Used once.
 */
final class Rehearsal {
    private final RowRehearsal rows;
    private final SourceColumns columns;
    private final People people;
    private final List<JsonNode> came = new ArrayList<>();
    private final List<DeliveryV1> open = new ArrayList<>();
    private Stages stages;
    private long logOffset;

    private Rehearsal(ConfigV1 pipeline) {
        if (!pipeline.spec().path("source").has("change")) {
            throw new IllegalArgumentException("rows are played only for pipelines over a table or a query");
        }
        rows = new RowRehearsal(pipeline);
        columns = new SourceColumns(PipelinePlan.parse(pipeline));
        people = new People(pipeline.workspace());
    }

    /**
     * Plays it.
     *
     * @throws RuntimeException if the pipeline cannot be run; the message says why
     */
    static List<JsonNode> of(ConfigV1 pipeline, RowTransform transform, PipelineTest test) {
        return new Rehearsal(pipeline).play(pipeline, transform, test);
    }

    private List<JsonNode> play(ConfigV1 pipeline, RowTransform transform, PipelineTest test) {
        Instant start = PipelineTest.Run.committedAt(0);
        try (Stages open = new Stages(PipelineReader.read(pipeline), transform, start)) {
            stages = open;
            people.learn(test.identity(), start).forEach(state -> take(stages.profile(state)));
            for (int i = 0; i < test.runs().size(); i++) {
                run(test.runs().get(i), PipelineTest.Run.committedAt(i + 1));
            }
            if (stages.waiting() > 0) {
                came.add(CallText.waiting(stages.waiting()));
            }
            return List.copyOf(came);
        }
    }

    private void run(PipelineTest.Run run, Instant at) {
        if (run.after() != null) {
            take(stages.pass(run.after()));
        }
        people.learn(run.identity(), at).forEach(state -> take(stages.profile(state)));
        List<SourceRow> found = Stream.concat(
                        run.rows().stream().map(row -> row(row, at, false)),
                        run.deleted().stream().map(row -> row(row, at, true)))
                .toList();
        for (RowRehearsal.Result result : rows.run(columns.of(run), found)) {
            switch (result) {
                case RowRehearsal.Result.Passed(RecordV1 record) -> record(record);
                case RowRehearsal.Result.SetAside row -> came.add(CallText.of(row));
                case RowRehearsal.Result.Stopped stopped -> came.add(CallText.of(stopped));
            }
        }
        List<DeliveryV1> calls = List.copyOf(open);
        open.clear();
        calls.forEach(call -> take(stages.accepted(call, at)));
    }

    private static SourceRow row(ObjectNode row, Instant at, boolean deleted) {
        return new SourceRow(row.toString(), -1, at, deleted);
    }

    private void record(RecordV1 record) {
        if (record.identifiers().isEmpty()) {
            came.add(CallText.unidentified(record.rowKey()));
            return;
        }
        People.Profile profile = people.of(record.identifiers());
        take(stages.resolved(new ResolvedV1(profile.id(), profile.identifiers(), logOffset++, record, List.of())));
    }

    private void take(Stages.Came outputs) {
        outputs.deliveries().forEach(delivery -> came.add(CallText.of(delivery)));
        outputs.deadLetters().forEach(letter -> came.add(CallText.of(letter)));
        open.addAll(outputs.deliveries());
    }
}
