package io.penstock.ingest.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** A record that is not a read goes to the dead letters, in the transaction that passes over it. */
public final class UnreadableToDeadLetters implements DeserializationExceptionHandler {
    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        DeadLetterV1 letter = new DeadLetterV1(
                "ingest.filter",
                "unreadable",
                Category.INTERNAL,
                "not a read as JSON",
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                record.value() == null ? "" : Base64.getEncoder().encodeToString(record.value()),
                "base64",
                null,
                0,
                Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        byte[] value = Topics.DEAD_LETTERS.valueSerde().serializer().serialize(Topics.DEAD_LETTERS.name(), letter);
        return Response.resume(List.of(new ProducerRecord<>(Topics.DEAD_LETTERS.name(), record.key(), value)));
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // nothing to set: topic and form are fixed by the contract
    }
}
