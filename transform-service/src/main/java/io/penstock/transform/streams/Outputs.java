package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes to the sinks of the topology. Records carry the present time, not that of their input: a record that waited
 * for days must not be old enough for the topic's retention when it is written.
 */
final class Outputs {
    /** Name of the stage in dead letters. */
    static final String STAGE = "transform.classify";

    static final String DELIVERIES = "deliveries";
    static final String DEAD_LETTERS = "dead-letters";
    static final String HANDOVER = "handover";
    static final String MERGES = "merges";

    private final ProcessorContext<String, Object> context;
    private final Tally tally;

    Outputs(ProcessorContext<String, Object> context, Tally tally) {
        this.context = context;
        this.tally = tally;
    }

    /** The wall clock of the task. */
    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    void delivery(DeliveryV1 delivery) {
        forward(DELIVERIES, delivery.profileId(), delivery, headers(delivery.pipeline(), delivery.configVersion()));
    }

    void handover(TransformHandoverV1 handover) {
        forward(HANDOVER, handover.profileId(), handover, new RecordHeaders());
    }

    void merge(TransformMergeV1 message) {
        forward(MERGES, message.profileId(), message, new RecordHeaders());
    }

    /** Gives a record up. The reason must not hold a value of it. */
    void dead(String profileId, ShapedV1 shaped, String code, Category category, String reason) {
        DeadLetters.Cause cause = new DeadLetters.Cause(STAGE, code, category, reason);
        DeadLetters.Origin origin = new DeadLetters.Origin(shaped.pipeline(), shaped.configVersion());
        forward(
                DEAD_LETTERS,
                profileId,
                DeadLetters.of(cause, position(profileId), origin, shaped, now()),
                headers(shaped.pipeline(), shaped.configVersion()));
        tally.dead(STAGE, code);
    }

    /** Where the record stands, if it is the one being processed; records that waited have lost their offset. */
    private DeadLetters.Position position(String profileId) {
        return context.recordMetadata()
                .filter(metadata -> Topics.SHAPED.name().equals(metadata.topic()))
                .map(metadata ->
                        new DeadLetters.Position(metadata.topic(), metadata.partition(), metadata.offset(), profileId))
                .orElseGet(() -> new DeadLetters.Position(
                        Topics.SHAPED.name(), context.taskId().partition(), -1, profileId));
    }

    private void forward(String sink, String key, Object value, RecordHeaders headers) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), headers), sink);
    }

    private static RecordHeaders headers(String pipeline, long configVersion) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.PIPELINE, pipeline.getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.CONFIG_VERSION, Long.toString(configVersion).getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
