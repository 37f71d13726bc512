package io.penstock.transform.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.DeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        List<Row> read = new ArrayList<>();
        List<Output> outputs = new ArrayList<>(Collections.nCopies(batch.size(), Output.NOTHING));
        Map<Version, List<Row>> groups = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Optional<ResolvedV1> resolved = read(batch.get(i));
            if (resolved.isEmpty()) {
                outputs.set(i, dead(batch.get(i), DeadLetters.Origin.UNKNOWN, UNREADABLE));
            } else {
                Row row = new Row(i, batch.get(i), resolved.get());
                read.add(row);
                groups.computeIfAbsent(row.version(), ignored -> new ArrayList<>())
                        .add(row);
            }
        }
        groups.forEach((version, rows) -> shape(version, rows, outputs));
        read.forEach(row -> outputs.set(row.index(), marked(row, outputs.get(row.index()))));
        outputs.forEach(output -> output.count(tally));
        return outputs.stream().flatMap(output -> output.records().stream()).toList();
    }

    /** Classification has to hear of a merge even if nothing else comes of the row. */
    private static Output marked(Row row, Output output) {
        boolean isHeardOf = row.resolved().absorbed().isEmpty()
                || output.records().stream().anyMatch(record -> record.topic().equals(Topics.SHAPED.name()));
        return isHeardOf ? output : output.and(record(row, List.of(), null, null));
    }

    private void shape(Version version, List<Row> rows, List<Output> outputs) {
        switch (pipelines.find(version.pipeline(), version.number(), patience)) {
            case Pipelines.Found.Unknown ignored -> refuse(rows, outputs, CONFIG_UNKNOWN);
            case Pipelines.Found.Unusable unusable ->
                refuse(rows, outputs, new Fault("config_unusable", Category.CONFIGURATION, unusable.reason()));
            case Pipelines.Found.Known(Pipeline pipeline) -> shape(pipeline, rows, outputs);
        }
    }

    private void shape(Pipeline pipeline, List<Row> rows, List<Output> outputs) {
        List<Row> upserts = new ArrayList<>();
        for (Row row : rows) {
            if (!pipeline.makesCalls()) {
                outputs.set(row.index(), Output.ignored(pipeline.name(), Tally.Ignored.NO_EMIT));
            } else if (row.resolved().record().operation() == Operation.DELETE) {
                outputs.set(row.index(), gone(pipeline, row));
            } else {
                upserts.add(row);
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
            outputs.set(upserts.get(i).index(), output(upserts.get(i), shapes.get(i)));
        }
    }

    /** No script sees a row that is gone; rules may want to know of it. */
    private Output gone(Pipeline pipeline, Row row) {
        if (!pipeline.hearsOfDeletes()) {
            return Output.ignored(pipeline.name(), Tally.Ignored.DELETED);
        }
        ObjectNode values = Json.wire().createObjectNode();
        if (pipeline.key().size() == 1) {
            values.put(pipeline.key().getFirst(), row.resolved().record().rowKey());
        }
        return shaped(row, values, null);
    }

    private List<RowTransform.Shape> shapes(Pipeline pipeline, List<Row> rows) {
        List<ResolvedV1> records = rows.stream().map(Row::resolved).toList();
        return pipeline.script().isPresent()
                ? transform.transform(pipeline, records)
                : records.stream()
                        .<RowTransform.Shape>map(resolved -> new RowTransform.Shape.Values(columns(resolved.record())))
                        .toList();
    }

    private static ObjectNode columns(RecordV1 record) {
        return record.row() == null ? Json.wire().createObjectNode() : record.row();
    }

    private Output output(Row row, RowTransform.Shape shape) {
        return switch (shape) {
            case RowTransform.Shape.Values values -> shaped(row, values.values(), null);
            case RowTransform.Shape.Calls calls -> shaped(row, null, calls.calls());
            case RowTransform.Shape.Dropped ignored ->
                Output.ignored(row.origin().pipeline(), Tally.Ignored.DROPPED);
            case RowTransform.Shape.Fault fault ->
                dead(row.source(), row.origin(), new Fault(fault.code(), fault.category(), fault.reason()));
        };
    }

    private Output shaped(Row row, ObjectNode values, List<ObjectNode> calls) {
        ProducerRecord<String, byte[]> out = record(row, row.resolved().identifiers(), values, calls);
        return out.value().length > LARGEST
                ? dead(row.source(), row.origin(), TOO_LARGE)
                : new Output(
                        List.of(out), counting -> counting.shaped(row.origin().pipeline()));
    }

    private static ProducerRecord<String, byte[]> record(
            Row row, List<IdentifierV1> identifiers, ObjectNode values, List<ObjectNode> calls) {
        ResolvedV1 resolved = row.resolved();
        RecordV1 record = resolved.record();
        ShapedV1 shaped = new ShapedV1(
                record.workspace(),
                record.pipeline(),
                record.configVersion(),
                record.recordId(),
                record.rowKey(),
                record.rowVersion(),
                record.position(),
                record.asOf(),
                resolved.profileId(),
                identifiers,
                resolved.logOffset(),
                values,
                calls,
                resolved.absorbed(),
                record.operation() == Operation.DELETE ? Operation.DELETE : null);
        return record(Topics.SHAPED, resolved.profileId(), shaped, row.origin());
    }

    private void refuse(List<Row> rows, List<Output> outputs, Fault fault) {
        rows.forEach(row -> outputs.set(row.index(), dead(row.source(), row.origin(), fault)));
    }

    private Output dead(ConsumerRecord<String, byte[]> source, DeadLetters.Origin origin, Fault fault) {
        DeadLetterV1 letter = DeadLetters.of(
                new DeadLetters.Cause(STAGE, fault.code(), fault.category(), fault.reason()),
                new DeadLetters.Position(source.topic(), source.partition(), source.offset(), source.key()),
                origin,
                source.value(),
                clock.instant());
        return new Output(
                List.of(record(Topics.DEAD_LETTERS, source.key(), letter, origin)),
                counting -> counting.dead(STAGE, fault.code()));
    }

    private static <V> ProducerRecord<String, byte[]> record(
            Topic<V> topic, String key, V value, DeadLetters.Origin origin) {
        byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), key, bytes);
        if (origin.pipeline() != null) {
            record.headers()
                    .add(Headers.PIPELINE, origin.pipeline().getBytes(StandardCharsets.UTF_8))
                    .add(
                            Headers.CONFIG_VERSION,
                            Long.toString(origin.configVersion()).getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    /** Empty if the bytes are no resolved record, or one that lacks what every stage needs. */
    private static Optional<ResolvedV1> read(ConsumerRecord<String, byte[]> source) {
        if (source.value() == null) {
            return Optional.empty();
        }
        try {
            ResolvedV1 resolved = Json.wire().readValue(source.value(), ResolvedV1.class);
            return isWhole(resolved) ? Optional.of(resolved) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(ResolvedV1 resolved) {
        RecordV1 record = resolved == null ? null : resolved.record();
        return record != null
                && Arrays.asList(
                                resolved.profileId(),
                                record.pipeline(),
                                record.recordId(),
                                record.rowKey(),
                                record.rowVersion(),
                                record.operation(),
                                record.asOf())
                        .stream()
                        .allMatch(Objects::nonNull);
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

    private record Row(int index, ConsumerRecord<String, byte[]> source, ResolvedV1 resolved) {
        Version version() {
            return new Version(resolved.record().pipeline(), resolved.record().configVersion());
        }

        DeadLetters.Origin origin() {
            return new DeadLetters.Origin(
                    resolved.record().pipeline(), resolved.record().configVersion());
        }
    }

    /** What to write for one record, and how to count it once the whole batch is known to be good. */
    private record Output(List<ProducerRecord<String, byte[]>> records, Counting counting) {
        static final Output NOTHING = new Output(List.of(), tally -> {});

        static Output ignored(String pipeline, Tally.Ignored why) {
            return new Output(List.of(), tally -> tally.ignored(pipeline, why));
        }

        Output and(ProducerRecord<String, byte[]> another) {
            List<ProducerRecord<String, byte[]>> all = new ArrayList<>(records);
            all.add(another);
            return new Output(List.copyOf(all), counting);
        }

        void count(Tally tally) {
            counting.on(tally);
        }
    }

    private interface Counting {
        void on(Tally tally);
    }
}
