package io.penstock.transform.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.Topics;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.DeadLetters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Shapes a batch of resolved records: grouped by pipeline version for the script, put back into their order for the
 * topic. Writes nothing itself and keeps nothing between batches, so a batch may be repeated.
 */
public final class ScriptStage {
    /** Name of the stage in dead letters. */
    public static final String STAGE = "transform.script";

    /** Broker and producer take 1 MiB; what is larger would stop the partition. */
    private static final int LARGEST = 950_000;

    private final Pipelines pipelines;
    private final RowTransform transform;
    private final Tally tally;
    private final InstantSource clock;
    private final Duration patience;

    /**
     * A stage.
     *
     * @param clock stamps dead letters, nothing else
     * @param patience longest wait for a configuration version that has not arrived
     */
    public ScriptStage(
            Pipelines pipelines, RowTransform transform, Tally tally, InstantSource clock, Duration patience) {
        this.pipelines = pipelines;
        this.transform = transform;
        this.tally = tally;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Shapes a batch. Blocks while scripts run and while a configuration version is awaited.
     *
     * @return what to write, in the order of the input: shaped records and dead letters
     * @throws RuntimeException if scripts cannot be run at all; nothing was done then
     */
    public List<ProducerRecord<String, byte[]>> shape(List<ConsumerRecord<String, byte[]>> batch) {
        List<StageOutput> outputs = new ArrayList<>(Collections.nCopies(batch.size(), StageOutput.NOTHING));
        Map<Version, List<Place>> groups = new LinkedHashMap<>();
        List<Place> read = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Optional<ResolvedRow> row = ResolvedRow.read(batch.get(i));
            if (row.isEmpty()) {
                outputs.set(i, dead(batch.get(i), DeadLetters.Origin.UNKNOWN, UNREADABLE));
            } else {
                Place place = new Place(i, row.get());
                read.add(place);
                groups.computeIfAbsent(place.version(), ignored -> new ArrayList<>())
                        .add(place);
            }
        }
        groups.forEach((version, rows) -> shape(version, rows, outputs));
        read.forEach(place -> outputs.set(place.index(), marked(place.row(), outputs.get(place.index()))));
        outputs.forEach(output -> output.counting().accept(tally));
        return outputs.stream().flatMap(output -> output.records().stream()).toList();
    }

    /** Classification has to hear of a merge even if nothing else comes of the row. */
    private static StageOutput marked(ResolvedRow row, StageOutput output) {
        boolean isHeardOf = row.resolved().absorbed().isEmpty()
                || output.records().stream().anyMatch(record -> record.topic().equals(Topics.SHAPED.name()));
        return isHeardOf ? output : output.and(ShapedRecords.marker(row));
    }

    private void shape(Version version, List<Place> rows, List<StageOutput> outputs) {
        switch (pipelines.find(version.pipeline(), version.number(), patience)) {
            case Pipelines.Found.Unknown ignored -> refuse(rows, outputs, CONFIG_UNKNOWN);
            case Pipelines.Found.Unusable unusable ->
                refuse(rows, outputs, new Fault("config_unusable", Category.CONFIGURATION, unusable.reason()));
            case Pipelines.Found.Known(Pipeline pipeline) -> shape(pipeline, rows, outputs);
        }
    }

    private void shape(Pipeline pipeline, List<Place> rows, List<StageOutput> outputs) {
        List<Place> upserts = new ArrayList<>();
        for (Place place : rows) {
            if (!pipeline.makesCalls()) {
                outputs.set(place.index(), StageOutput.ignored(pipeline.name(), Tally.Ignored.NO_EMIT));
            } else if (place.row().record().operation() == Operation.DELETE) {
                outputs.set(place.index(), gone(pipeline, place.row()));
            } else {
                upserts.add(place);
            }
        }
        if (upserts.isEmpty()) {
            return;
        }
        List<RowTransform.Shape> shapes = shapes(pipeline, upserts);
        if (shapes.size() != upserts.size()) {
            throw new IllegalStateException("expected " + upserts.size() + " shapes from the script of "
                    + pipeline.name() + "@" + pipeline.version() + ", found " + shapes.size());
        }
        for (int i = 0; i < shapes.size(); i++) {
            outputs.set(upserts.get(i).index(), output(upserts.get(i).row(), shapes.get(i)));
        }
    }

    /** No script sees a row that is gone; rules may want to know of it. */
    private StageOutput gone(Pipeline pipeline, ResolvedRow row) {
        if (!pipeline.hearsOfDeletes()) {
            return StageOutput.ignored(pipeline.name(), Tally.Ignored.DELETED);
        }
        ObjectNode values = Json.wire().createObjectNode();
        if (pipeline.key().size() == 1) {
            values.put(pipeline.key().getFirst(), row.record().rowKey());
        }
        return shaped(row, ShapedRecords.values(row, values.toString()));
    }

    private List<RowTransform.Shape> shapes(Pipeline pipeline, List<Place> rows) {
        return pipeline.script().isPresent()
                ? transform.transform(
                        pipeline, rows.stream().map(place -> input(place.row())).toList())
                : rows.stream()
                        .<RowTransform.Shape>map(place ->
                                new RowTransform.Shape.Values(place.row().json()))
                        .toList();
    }

    private static RowTransform.Input input(ResolvedRow row) {
        return new RowTransform.Input(
                row.json(), row.record().rowKey(), row.record().asOf());
    }

    private StageOutput output(ResolvedRow row, RowTransform.Shape shape) {
        return switch (shape) {
            case RowTransform.Shape.Values values -> shaped(row, ShapedRecords.values(row, values.json()));
            case RowTransform.Shape.Calls calls -> shaped(row, ShapedRecords.calls(row, calls.calls()));
            case RowTransform.Shape.Dropped ignored ->
                StageOutput.ignored(row.origin().pipeline(), Tally.Ignored.DROPPED);
            case RowTransform.Shape.Fault fault ->
                dead(row.source(), row.origin(), new Fault(fault.code(), fault.category(), fault.reason()));
        };
    }

    private StageOutput shaped(ResolvedRow row, ProducerRecord<String, byte[]> out) {
        return out.value().length > LARGEST
                ? dead(row.source(), row.origin(), TOO_LARGE)
                : new StageOutput(
                        List.of(out), counting -> counting.shaped(row.origin().pipeline()));
    }

    private void refuse(List<Place> rows, List<StageOutput> outputs, Fault fault) {
        rows.forEach(place -> outputs.set(
                place.index(), dead(place.row().source(), place.row().origin(), fault)));
    }

    private StageOutput dead(ConsumerRecord<String, byte[]> source, DeadLetters.Origin origin, Fault fault) {
        DeadLetterV1 letter = DeadLetters.of(
                new DeadLetters.Cause(STAGE, fault.code(), fault.category(), fault.reason()),
                new DeadLetters.Position(source.topic(), source.partition(), source.offset(), source.key()),
                origin,
                source.value(),
                clock.instant());
        return new StageOutput(
                List.of(ShapedRecords.record(Topics.DEAD_LETTERS, source.key(), letter, origin)),
                counting -> counting.dead(STAGE, fault.code()));
    }

    private static final Fault UNREADABLE =
            new Fault("unreadable", Category.INTERNAL, "expected a resolved record as JSON");
    private static final Fault CONFIG_UNKNOWN = new Fault(
            "config_version_unknown",
            Category.CONFIGURATION,
            "the configuration version of the record did not arrive in time");
    private static final Fault TOO_LARGE =
            new Fault("too_large", Category.SOURCE_DATA, "what the script made is larger than a record may be");

    private record Fault(String code, Category category, String reason) {}

    private record Version(String pipeline, long number) {}

    /** A row and where it stands in the batch. */
    private record Place(int index, ResolvedRow row) {
        Version version() {
            return new Version(row.record().pipeline(), row.record().configVersion());
        }
    }
}
