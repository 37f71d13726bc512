package io.penstock.transform.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.penstock.transform.wire.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes what came of rows as records of the contract. */
final class ShapedRecords {
    private ShapedRecords() {}

    /** With values, whose text is taken over as it is: nobody looks into them before classification. */
    static ProducerRecord<String, byte[]> values(ResolvedRow row, String json) {
        return record(Topics.SHAPED, row.resolved().profileId(), ShapedBytes.of(row, json), row.origin());
    }

    static ProducerRecord<String, byte[]> calls(ResolvedRow row, List<ObjectNode> calls) {
        return record(
                Topics.SHAPED,
                row.resolved().profileId(),
                shaped(row, row.resolved().identifiers(), calls),
                row.origin());
    }

    /** Nothing came of the row but that it merged profiles. */
    static ProducerRecord<String, byte[]> marker(ResolvedRow row) {
        return record(Topics.SHAPED, row.resolved().profileId(), shaped(row, List.of(), null), row.origin());
    }

    private static ShapedV1 shaped(ResolvedRow row, List<IdentifierV1> identifiers, List<ObjectNode> calls) {
        RecordV1 record = row.record();
        return new ShapedV1(
                record.workspace(),
                record.pipeline(),
                record.configVersion(),
                record.recordId(),
                record.rowKey(),
                record.rowVersion(),
                record.position(),
                record.asOf(),
                row.resolved().profileId(),
                identifiers,
                row.resolved().logOffset(),
                null,
                calls,
                row.resolved().absorbed(),
                record.operation() == Operation.DELETE ? Operation.DELETE : null);
    }

    static <V> ProducerRecord<String, byte[]> record(Topic<V> topic, String key, V value, DeadLetters.Origin origin) {
        return record(topic, key, topic.valueSerde().serializer().serialize(topic.name(), value), origin);
    }

    private static ProducerRecord<String, byte[]> record(
            Topic<?> topic, String key, byte[] value, DeadLetters.Origin origin) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), key, value);
        if (origin.pipeline() != null) {
            record.headers()
                    .add(Headers.PIPELINE, origin.pipeline().getBytes(StandardCharsets.UTF_8))
                    .add(
                            Headers.CONFIG_VERSION,
                            Long.toString(origin.configVersion()).getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }
}
